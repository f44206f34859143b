from odoo.tests import tagged

from .common import SalesCrmExtCommon

BACKSLASH = "\\"


@tagged("post_install", "-at_install")
class TestClientPatterns(SalesCrmExtCommon):
    """PostgreSQL fails on a pattern that ends within an escape where the rest of it matches, before it looks at rules."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.strange = cls.client_of[cls.viktor]
        cls.strange.write({"name": "Pump station", "phone": "+7 495 730-00-11"})
        cls.env.flush_all()

    def _ask(self, model, *domain):
        return self.env[model].with_user(self.anna).search_count(list(domain))

    def test_no_pattern_fails(self):
        contact = self.env["res.partner"].create({"name": "Contact", "parent_id": self.strange.id})
        for operator in ("=like", "=ilike", "not =like", "not =ilike"):
            for odd in (BACKSLASH, BACKSLASH * 3):
                pattern = f"+7 495 730{odd}"
                for id_, *condition in [
                        (self.strange.id, "phone", operator, pattern),
                        (contact.id, "parent_id.phone", operator, pattern),
                        (contact.id, "parent_id", "any", [("phone", operator, pattern)]),
                        (self.strange.id, "child_ids", "not any", [("parent_id", "any", [("phone", operator, pattern)])])]:
                    with self.subTest(condition=condition):
                        self.assertEqual(self._ask("res.partner", ("id", "=", id_), tuple(condition)), 0)

    def test_patterns_find_as_before(self):
        own = self.client_of[self.anna]
        own.write({"name": "50% off", "ref": f"A{BACKSLASH}"})
        for condition, found in [(("name", "=like", f"50{BACKSLASH}% o_f"), 1), (("name", "=ilike", "50% O__"), 1),
                                 (("name", "=like", "50"), 0), (("ref", "=like", f"A{BACKSLASH * 2}"), 1),
                                 (("ref", "=like", f"A{BACKSLASH}"), 1), (("name", "not =like", "50%"), 0)]:
            with self.subTest(condition=condition):
                self.assertEqual(self._ask("res.partner", ("id", "=", own.id), condition), found)
