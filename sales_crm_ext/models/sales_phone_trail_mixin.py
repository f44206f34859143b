from odoo import api, models


class SalesPhoneTrailMixin(models.AbstractModel):
    """Records whose phone does not change unnoticed. ``_phone_change_field`` is what a note calls them."""
    _name = "sales.phone.trail.mixin"
    _description = "Phone Whose Changes Are Noted"

    _phone_change_field = None

    def write(self, vals):
        changes = self._get_phone_changes(vals["phone"]) if "phone" in vals else []
        res = super().write(vals)
        if changes:
            # sudo: the notes are nobody's, so that nobody leaves them out.
            self.env["sales.phone.change"].sudo().create(changes)
        return res

    def _get_phone_changes(self, phone):
        """Values of the notes: how the number is written does not matter."""
        new = self._get_phone_key(phone)
        return [record._get_phone_change(record.phone) for record in self if self._get_phone_key(record.phone) != new]

    def _get_phone_change(self, phone_before):
        return {self._phone_change_field: self.id, "user_id": self.env.uid, "phone_before": phone_before,
                "company_id": self.company_id.id}

    def _note_lost_phones(self, phones):
        """To be called for a record to which calls fall that had one of ``phones``: it may have another."""
        known = {"", self._get_phone_key(self.phone)}
        lost = {key: phone for phone in phones if (key := self._get_phone_key(phone)) not in known}
        # sudo: see write
        self.env["sales.phone.change"].sudo().create([self._get_phone_change(phone) for phone in lost.values()])

    @api.model
    def _get_phone_key(self, phone):
        return "".join(filter(str.isdigit, phone or ""))[-10:]
