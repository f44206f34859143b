#!/usr/bin/env python3
"""How long the addon takes to install on a large base: SCALE=1 is a million partners and leads, at most 5 minutes."""
import os
import sys

import _base

# A small base pays for loading views and translations all the same.
LIMIT_SECONDS = max(300 * _base.SCALE, 60)


def main():
    _base.stock()
    load = os.getloadavg()[0]
    seconds = _base.install()
    print(f"scale {_base.SCALE:g}: installed in {seconds:.0f} s ({seconds / 60:.1f} min),"
          f" limit {LIMIT_SECONDS:.0f} s;"
          f" {_base.size('stock')} became {_base.size('addon')}; {os.cpu_count()} cores, load before {load:.1f}")
    _base.fill()
    return seconds > LIMIT_SECONDS


if __name__ == "__main__":
    sys.exit(main())
