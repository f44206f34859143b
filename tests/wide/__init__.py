"""Stock's flows with our addons beside many of Odoo's.

A restricted salesperson does with own clients all that she did without them; administrators, people outside sales, clients
in the portal, forms on the website, incoming mail and the scheduled jobs do as before.
"""
