"""Any Odoo command in the private environment."""
from .. import setup


def main(arguments):
    setup.execute(setup.ensure(), "python", "-m", "odoo", *arguments)
