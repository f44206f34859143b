"""The demo company: a believable Russian distributor of pumps, built through the same methods that screens use.

`company.build(env)` fills an empty database; the same seed gives the same people, clients and conversations, dated
relative to today.
"""
