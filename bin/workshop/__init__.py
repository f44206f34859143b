"""Sets up and drives a private Odoo 19 for development: Odoo, its Python packages and a PostgreSQL cluster.

Everything lives in one folder (see :mod:`workshop.paths`); deleting it and running any command again rebuilds it.
Standard library only, because it runs before anything is installed.
"""
