from odoo import fields, models
from odoo.fields import Domain

from ..tools.client_phone import split_phones


class MailThreadPhone(models.AbstractModel):
    """A phone is found however it is written: 8 916 123-45-67 is the number that is stored as +7 916 123-45-67."""
    _inherit = "mail.thread.phone"

    phone_written = fields.Char(
        "Phone, However Written", compute="_compute_phone_written", search="_search_phone_written", exportable=False,
        help="For searches: finds a whole phone number in any spelling, and nothing by other words.")

    def _compute_phone_written(self):
        self.phone_written = False

    def _search_phone_written(self, operator, value):
        if operator not in ("ilike", "=ilike", "in"):
            return NotImplemented
        texts = value if operator == "in" else [value]
        return Domain.OR(self._get_phone_domain(text) or Domain.FALSE for text in texts if isinstance(text, str))

    def _search_phone_mobile_search(self, operator, value):
        found = super()._search_phone_mobile_search(operator, value)
        domain = operator in ("ilike", "like", "=") and isinstance(value, str) and self._get_phone_domain(value)
        return found | domain if domain else found

    def _get_phone_domain(self, text):
        """Who has the phone that ``text`` is; None for a text that is no whole phone number."""
        phones, words = split_phones(text, self.env.company.country_id.code or "RU")
        if words or len(phones) != 1 or not phones[0].is_full:
            return None
        domain = Domain("phone_sanitized", "=", phones[0].key)
        if "phone_other" in self._fields:
            domain |= Domain("phone_other", "ilike", phones[0].text)
        return domain
