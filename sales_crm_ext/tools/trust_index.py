"""How far a person's reports can be trusted, from few or many checks."""
from math import sqrt

Z = 1.96  # 95 %


def get_trust_index(confirmed, checked):
    """Lower bound of the confirmed share (Wilson 1927, "Probable inference, the law of succession, and statistical
    inference", JASA 22): few checks make no hero, and one miss among many no liar.

    >>> [round(get_trust_index(*pair), 2) for pair in ((0, 0), (1, 1), (5, 5), (50, 50), (45, 50), (0, 5))]
    [0.0, 0.21, 0.57, 0.93, 0.79, 0.0]
    """
    if not confirmed:
        return 0.0
    share, square = confirmed / checked, Z * Z / checked
    middle = share + square / 2
    spread = Z * sqrt((share * (1 - share) + square / 4) / checked)
    return max(0.0, (middle - spread) / (1 + square))
