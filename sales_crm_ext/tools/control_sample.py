"""Which calls are checked: a random sample in which suspicious calls come up more often, and who checks them.

Sampling without replacement with unequal chances (Efraimidis and Spirakis 2006, "Weighted random sampling with a
reservoir", Information Processing Letters 97: algorithm A-Res): each call draws the key log(u) / weight, and those with
the greatest keys are the sample. What comes out depends on nothing but the weights and the generator, so a test repeats
it, and nobody foresees it where the generator is :class:`secrets.SystemRandom`.

How to use::

    weights = {call: get_weight(reasons) for call, reasons in found.items()}
    sample = draw(weights, get_size(len(weights), percent=10), SystemRandom())
"""
from math import log

LEAST_PERCENT, MOST_PERCENT = 10, 20
# Chances of being drawn grow slower than weights: at a share of a fifth a call of weight 6 is drawn about four times as
# often as one of weight 1.
SUSPICIOUS_WEIGHT = 6
FURTHER_WEIGHT = 3


def get_size(count, percent):
    """How many of ``count`` calls are checked: the share rounded up, no more than the greatest share, at least one.

    >>> [get_size(count, 10) for count in (0, 1, 9, 10, 11, 60)], get_size(7, 20)
    ([0, 1, 1, 1, 2, 6], 1)
    """
    wanted = -(-count * percent // 100)
    return min(count, max(1, min(wanted, count * MOST_PERCENT // 100)))


def get_weight(reasons):
    """A call without a reason to doubt it weighs 1."""
    return SUSPICIOUS_WEIGHT + FURTHER_WEIGHT * (len(reasons) - 1) if reasons else 1


def draw(weights, count, random):
    """``count`` keys of the mapping ``weights``, all of them when there are fewer.

    :param random: what has the method ``random()`` of :class:`random.Random`
    """
    keys = {key: log(1.0 - random.random()) / weight for key, weight in weights.items()}
    return sorted(keys, key=keys.get, reverse=True)[:count]


def choose_least_loaded(load, random):
    """One of the keys with the least value; who of several is left to chance. None when there is none.

    :param load: number of open checks by checker
    """
    least = min(load.values(), default=0)
    free = sorted(key for key, number in load.items() if number == least)
    return random.choice(free) if free else None
