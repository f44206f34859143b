from odoo import models

from .mail_thread_bounce import NOTICE_OF_DELAY


class MailNotification(models.Model):
    """Services that deliver mail mark notifications as bounced by themselves, as superuser. People may write on notices
    to themselves, of letters that count for others."""
    _inherit = "mail.notification"

    def write(self, vals):
        res = super().write(vals)
        if self.env.su and vals.get("notification_status") == "bounce" and not self.env.context.get(NOTICE_OF_DELAY):
            self.env["sales.letter.bounce"].create([
                {"mail_message_ref": notification.mail_message_id.id,
                 "email": notification.mail_email_address or notification.res_partner_id.email}
                for notification in self if notification.notification_type == "email"])
        return res
