"""How many working hours lie between two moments.

How to use: ``WorkingTime(intervals).get_hours(start, stop)``, with the working intervals of a person, sorted and apart
from each other, that cover all moments one will ask for.

How it works: the hours worked until a moment are those of the intervals before, kept as sums, and the part of the last one;
so a span is found by bisection, however long it is. :meth:`WorkingTime.get_arrays` gives the same lists to SQL, where
``width_bucket`` bisects.

    >>> from datetime import datetime
    >>> week = WorkingTime([(datetime(2025, 12, 5, 9), datetime(2025, 12, 5, 18)),
    ...                     (datetime(2025, 12, 8, 9), datetime(2025, 12, 8, 18))])
    >>> week.get_hours(datetime(2025, 12, 5, 17, 30), datetime(2025, 12, 8, 9, 15))  # from Friday to Monday
    0.75
    >>> week.get_hours(datetime(2025, 12, 6, 3), datetime(2025, 12, 7, 3))
    0.0
    >>> week.get_hours(datetime(2025, 12, 8, 12), datetime(2025, 12, 5, 12))  # answered before it was written down
    0.0
"""
from bisect import bisect_right


class WorkingTime:
    """Working hours by the intervals of one calendar."""

    def __init__(self, intervals):
        self._starts, self._lengths, self._sums = [], [], []
        total = 0.0
        for start, stop in intervals:
            length = (stop - start).total_seconds()
            self._starts.append(start)
            self._lengths.append(length)
            self._sums.append(total)
            total += length

    def get_hours(self, start, stop):
        """Working hours from ``start`` to ``stop``, 0 when it is before."""
        return max(self.get_seconds_until(stop) - self.get_seconds_until(start), 0.0) / 3600

    def get_seconds_until(self, moment):
        """Seconds worked until ``moment``, from the first interval on."""
        number = bisect_right(self._starts, moment)
        if not number:
            return 0.0
        part = (moment - self._starts[number - 1]).total_seconds()
        return self._sums[number - 1] + min(part, self._lengths[number - 1])

    def get_arrays(self):
        """Lists of the starts, of the lengths in seconds, and of the seconds worked before each start."""
        return self._starts, self._lengths, self._sums
