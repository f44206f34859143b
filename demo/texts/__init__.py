"""What the demo company's salespeople wrote after their calls: phrases with blanks, by the step of the deal.

`SALES` has topics, agreements and stop points by step of the sale, `OTHER` whole reports by what the call led to.
Blanks are filled by :mod:`demo.reports`.
"""
from .other import OTHER
from .sales import SALES

__all__ = ["OTHER", "SALES"]
