"""The company that the flows take place in: made once, served for all of them."""
import pytest
from PIL import Image
from workshop import ports
from workshop.server import Server

from . import office as offices

# Stands in for wkhtmltopdf, which not every machine has: each page is empty.
PRINTER = """#!/bin/sh
[ "$1" = --version ] && exec echo "wkhtmltopdf 0.12.6 (with patched qt)"
for output; do :; done
cp "$0.pdf" "$output"
"""


@pytest.fixture(scope="session")
def environment(environment, tmp_path_factory):
    printer = tmp_path_factory.mktemp("bin") / "wkhtmltopdf"
    printer.write_text(PRINTER)
    printer.chmod(0o755)
    Image.new("RGB", (210, 297)).save(f"{printer}.pdf", "PDF")
    return dict(environment, PATH=f"{printer.parent}:{environment['PATH']}")


@pytest.fixture(scope="session")
def office(wide_template, new_database, environment, tmp_path_factory):
    """People and records, see :func:`tests.wide.office.open_`; each test leaves behind what it makes."""
    database, log = new_database("empty", template=wide_template), tmp_path_factory.mktemp("server") / "odoo.log"
    with Server(database, ports.free(), environment, log, ("--max-cron-threads=0",)) as running:
        yield offices.open_(running)


@pytest.fixture(scope="session")
def product(office):
    return office.admin.call("product.product", "create", [{
        "name": "Flour", "type": "consu", "is_storable": True, "list_price": 50, "invoice_policy": "order"}])[0]


@pytest.fixture
def order(office, product):
    """A quotation made from the deal's button."""
    return offices.make_order(office.anna, office.deal, product)
