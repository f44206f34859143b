"""A company that lived in stock Odoo for years, and what must hold when the addon joins it."""
