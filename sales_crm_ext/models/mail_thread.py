from odoo import models


class MailThread(models.AbstractModel):
    _inherit = "mail.thread"

    def message_subscribe(self, partner_ids=None, subtype_ids=None):
        """Stock takes followers as superuser and shows their names: those out of the person's reach are left out."""
        if partner_ids and self.env["res.users"]._is_present_user_restricted():
            partner_ids = self.env["res.partner"].browse(partner_ids)._filtered_access("read").ids
        return super().message_subscribe(partner_ids=partner_ids, subtype_ids=subtype_ids)
