from odoo import models


class MailScheduledMessage(models.Model):
    """Carries the mark of a proposal to the message that it becomes."""
    _name = "mail.scheduled.message"
    _inherit = ["mail.scheduled.message", "sales.proposal.mark.mixin"]

    def _message_created_hook(self, message):
        if self.is_sales_proposal:
            message._mark_as_proposal()
        return super()._message_created_hook(message)
