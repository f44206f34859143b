from odoo import models


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    """Merging writes by SQL, past the checks of ``res.partner``: a restricted person merges clients of one salesperson,
    so that nobody's client becomes another's."""
    _inherit = "base.partner.merge.automatic.wizard"

    def _merge(self, partner_ids, dst_partner=None, extra_checks=True):
        partners = self.env["res.partner"].browse(partner_ids).exists()
        if self.env["res.users"]._is_present_user_restricted() \
                and len({partner.client_owner_id for partner in partners}) > 1:
            partners._refuse_owner_change(partners[:1].name)
        return super()._merge(partner_ids, dst_partner=dst_partner, extra_checks=extra_checks)

    def _log_merge_operation(self, src_partners, dst_partner):
        dst_partner._note_lost_phones(src_partners.mapped("phone"))
        return super()._log_merge_operation(src_partners, dst_partner)
