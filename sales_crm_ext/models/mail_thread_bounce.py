from odoo import api, models

NOTICE_OF_DELAY = "sales_crm_ext_notice_of_delay"
_NOT_FINAL = {"delayed", "delivered", "relayed", "expanded"}


class MailThread(models.AbstractModel):
    """A letter that comes back is noted, for the ledger to take it back."""
    _inherit = "mail.thread"

    @api.model
    def _routing_handle_bounce(self, email_message, message_dict):
        if not self._is_bounce_final(email_message):
            # Stock takes a notice of delay for a failure, and marks the notification.
            thread = self.with_context(**{NOTICE_OF_DELAY: True})
            return super(MailThread, thread)._routing_handle_bounce(email_message, message_dict)
        references = message_dict.get("bounced_msg_ids")
        if references:
            # The mail server's work.
            self.env["sales.letter.bounce"].sudo().create(
                {"references": " ".join(references), "email": message_dict.get("bounced_email")})
        return super()._routing_handle_bounce(email_message, message_dict)

    @api.model
    def _is_bounce_final(self, email_message):
        """Whether the mail server gave up: it may say that it goes on trying, or that all is well."""
        actions = set()
        for part in email_message.walk():
            if part.get_content_type() == "message/delivery-status" and part.is_multipart():
                actions |= {(group.get("Action") or "").strip().lower() for group in part.get_payload()[1:]}
        return not actions or bool(actions - _NOT_FINAL)
