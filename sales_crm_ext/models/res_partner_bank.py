from odoo import models

_SAME_ACCOUNT = "duplicate_bank_partner_ids"  # of the module account


class ResPartnerBank(models.Model):
    _inherit = "res.partner.bank"

    def _compute_field_value(self, field):
        """Who else has an account of this number is asked of the whole base: a restricted person is told of those that
        they reach, and their own account opens."""
        if field.name != _SAME_ACCOUNT or not self.env["res.users"]._is_present_user_restricted():
            super()._compute_field_value(field)
            return
        # Stock keeps partners whom the person may not read, and fails.
        super(ResPartnerBank, self.sudo())._compute_field_value(field)
        for bank in self:
            bank[_SAME_ACCOUNT] = self.env["ir.rule"]._filter_client_reached(bank[_SAME_ACCOUNT])
