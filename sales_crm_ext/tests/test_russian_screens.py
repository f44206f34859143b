import re

from lxml import etree

from odoo.tests import TransactionCase, tagged

LATIN, CYRILLIC = re.compile("[A-Za-z]{3}"), re.compile("[А-Яа-яЁё]")
SCREENS = [("res.partner", "form"), ("res.partner", "kanban"), ("res.partner", "search"), ("crm.lead", "kanban"),
           ("crm.lead", "form"), ("crm.lead", "search"), ("sales.call", "form"), ("sales.call", "list"),
           ("sales.document.upload", "form")]
# Said so in Odoo's own Russian, or never shown.
KEPT = {"Email", "Properties Base Definition", "Address Type Description"}


@tagged("post_install", "-at_install")
class TestRussianScreens(TransactionCase):
    """A Russian reads no English on the client card and in the pipeline, Odoo's own words included."""

    def test_no_english_is_left(self):
        self.env["res.lang"]._activate_lang("ru_RU")
        self.env["ir.module.module"].search([("state", "=", "installed")])._update_translations(["ru_RU"])
        left = {screen: words for screen in SCREENS if (words := self._english(*screen) - KEPT)}
        self.assertEqual(left, {})

    def _english(self, model, view):
        answer = self.env[model].with_context(lang="ru_RU").get_views([(False, view)])
        fields = answer["models"][model]["fields"]
        arch = etree.fromstring(answer["views"][view]["arch"])
        words = {text for node in arch.iter(etree.Element) for text in (
            node.text, node.tail, *map(node.get, ("string", "placeholder", "title", "help", "confirm")))}
        for node in arch.iter("field"):
            if field := fields.get(node.get("name")):
                words |= {node.get("string") or field["string"], *(name for _, name in field.get("selection", []))}
        return {text.strip() for text in words if text and LATIN.search(text) and not CYRILLIC.search(text)}
