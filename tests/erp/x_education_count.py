"""The course seller's file counted in plain Python: leads and conversions by source, and spellings that look alike.

>>> rows = [{"Lead Source": "Google", "Converted": "1"}, {"Lead Source": "google", "Converted": "0"},
...         {"Lead Source": "Google", "Converted": "0"}, {"Lead Source": "", "Converted": "1"}]
>>> leads_by_source(rows) == {"Google": 2, "google": 1, "": 1}
True
>>> conversions_by_source(rows) == {"Google": 1, "": 1}
True
>>> look_alikes(rows)
[['Google', 'google']]
"""
from collections import Counter, defaultdict

from . import sources


def rows_of_file():
    return sources.read_csv(sources.X_EDUCATION)


def leads_by_source(rows):
    return Counter(row["Lead Source"] for row in rows)


def conversions_by_source(rows):
    return Counter(row["Lead Source"] for row in rows if row["Converted"] == "1")


def look_alikes(rows):
    """Groups of sources that differ in letter case alone."""
    spellings = defaultdict(set)
    for row in rows:
        spellings[row["Lead Source"].casefold()].add(row["Lead Source"])
    return sorted(sorted(group) for group in spellings.values() if len(group) > 1)
