from odoo import api, models

from ..tools.client_phone import phone_key


class SalesPhoneTrailMixin(models.AbstractModel):
    """Records whose phone does not change unnoticed. ``_phone_change_field`` is what a note calls them, and
    ``_phone_decisive_fields`` are those whose change may change the phone."""
    _name = "sales.phone.trail.mixin"
    _description = "Phone Whose Changes Are Noted"

    _phone_change_field = None
    _phone_decisive_fields = ("phone",)

    def write(self, vals):
        if not any(name in vals for name in self._phone_decisive_fields):
            return super().write(vals)
        before = [(record, record.phone) for record in self]
        res = super().write(vals)
        for record, phone in before:
            # sudo: a person may have given the record away.
            if self._get_phone_key(record.sudo().phone) != self._get_phone_key(phone):
                record._note_phone(phone)
        return res

    def _note_lost_phones(self, phones):
        """To be called for a record to which calls fall that had one of ``phones``: it may have another."""
        known = {"", self._get_phone_key(self.sudo().phone)}
        lost = {key: phone for phone in phones if (key := self._get_phone_key(phone)) not in known}
        for phone in lost.values():
            self._note_phone(phone)

    def _note_phone(self, before):
        # sudo: the notes are nobody's, so that nobody leaves them out.
        self.env["sales.phone.change"].sudo().create({
            self._phone_change_field: self.id, "user_id": self.env.uid, "phone_before": before,
            "company_id": self.sudo().company_id.id})

    @api.model
    def _get_phone_key(self, phone):
        """The number that a checker would dial, however it is written: the first of several."""
        return phone_key(phone) or "".join(filter(str.isdigit, phone or ""))
