"""The attack suite: what a restricted salesperson gets of a stranger's client, by every route there is.

How it works, in the order in which it runs:

* `seed.py` (inside Odoo) makes people, the stranger's client and one's own, a record of every model that leads to a
  client, and a unique mark in every field that can hold one;
* `surface.py` (inside Odoo) writes down what there is to attack: models, fields, public methods, buttons, routes;
* `attacker.py` sends one attack a request as the salesperson, `decode.py` opens the answer, `marks.py` looks for marks;
* `attacks/*.py` are the attacks, each a list of requests; `known.py` lists the leaks that are not closed yet.
"""
