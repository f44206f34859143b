from odoo import models

from .mail_thread_bounce import NOTICE_OF_DELAY


class MailNotification(models.Model):
    """Services that deliver mail mark notifications as bounced by themselves."""
    _inherit = "mail.notification"

    def write(self, vals):
        res = super().write(vals)
        if vals.get("notification_status") == "bounce" and not self.env.context.get(NOTICE_OF_DELAY):
            # Whoever brings the notice in, it is noted for the letter.
            self.env["sales.letter.bounce"].sudo().create([
                {"mail_message_ref": notification.mail_message_id.id,
                 "email": notification.mail_email_address or notification.res_partner_id.email}
                for notification in self.sudo() if notification.notification_type == "email"])
        return res
