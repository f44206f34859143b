"""What a working day asks of a person, and how much of it is gone: pure calculation, without a database.

A day is a list of working intervals, each ``[start, end]`` in seconds since 1970 (UTC), breaks and time off left out.
Figures are exact: seconds are whole numbers, and shares are compared by multiplication. The report of quotas says the same
in SQL.
"""

REACHED, ON_TRACK, BEHIND, OFF_TRACK, DAY_OFF = "reached", "on_track", "behind", "off_track", "day_off"
_TOLERANCE = 0.9  # of what is expected by now: up to 10 % less is behind, more is off track


def merge(intervals):
    """The intervals in order, those that overlap or touch made one, empty ones left out.

    >>> merge([[30, 40], [0, 10], [5, 20], [20, 25], [50, 50]])
    [[0, 25], [30, 40]]
    """
    merged = []
    for start, end in sorted(intervals):
        if end <= start:
            continue
        if merged and start <= merged[-1][1]:
            merged[-1][1] = max(merged[-1][1], end)
        else:
            merged.append([start, end])
    return merged


def count_seconds(intervals, until=None):
    """Seconds of work in ``intervals``, before the moment ``until`` if it is given.

    >>> count_seconds([[0, 25], [30, 40]]), count_seconds([[0, 25], [30, 40]], until=32)
    (35, 27)
    """
    return sum((end if until is None else max(start, min(end, until))) - start for start, end in intervals)


def scale_target(target, intervals, full_day_hours):
    """The target of a full day, for a day of these intervals: half a day asks for half, no work for nothing. Where nobody
    set how long a full day is (0), any day is one.

    >>> scale_target(40, [[0, 4 * 3600]], 8), scale_target(40, [], 8), scale_target(40, [[0, 60]], 0)
    (20.0, 0.0, 40.0)
    """
    seconds = count_seconds(intervals)
    return round(target * seconds / (full_day_hours * 3600), 2) if full_day_hours else float(target if seconds else 0)


def get_expected(target, intervals, now, is_over=False):
    """What is expected by the moment ``now``: the target by the part of the working day that is gone.

    >>> get_expected(40, [[0, 300], [400, 500]], now=350)
    30.0
    """
    seconds = count_seconds(intervals)
    return float(target) if is_over or not seconds else target * count_seconds(intervals, now) / seconds


def get_pace(target, done, expected):
    """Where somebody stands who has ``done`` so much.

    >>> [get_pace(40, done, 20.0) for done in (40, 20, 18, 17)]
    ['reached', 'on_track', 'behind', 'off_track']
    >>> get_pace(0, 3, 0.0)
    'day_off'
    """
    if not target:
        return DAY_OFF
    if done >= target:
        return REACHED
    if done >= expected:
        return ON_TRACK
    return BEHIND if done >= _TOLERANCE * expected else OFF_TRACK
