from odoo import models


class MailComposeMessage(models.TransientModel):
    """Carries the mark of a proposal from the template to what is sent, and is about the records that its form names."""
    _inherit = "mail.compose.message"

    def _evaluate_res_ids(self):
        # Stock prefers these ids of the caller's context, which no code of its own gives, to those that were checked.
        composer = self.with_context(composer_force_res_ids=None) if self.env.user._is_client_restricted() else self
        return super(MailComposeMessage, composer)._evaluate_res_ids()

    def _action_send_mail_comment(self, res_ids):
        messages = super()._action_send_mail_comment(res_ids)
        if self._is_proposal():
            messages._mark_as_proposal()
        return messages

    def _action_schedule_message(self):
        scheduled = super()._action_schedule_message()
        for wizard, message in zip(self, scheduled, strict=False):
            if wizard._is_proposal():
                message._mark_as_proposal()
        return scheduled

    def _prepare_mail_values_static(self):
        self.env["mail.message"]._check_author(self.author_id.id)  # the letters are made by the system
        values = super()._prepare_mail_values_static()
        if self.composition_mode == "mass_mail" and self._is_proposal():
            # is_notification: the message outlives its mail, which is deleted once it is sent
            values.update(is_sales_proposal=True, is_notification=True)
        return values

    def _is_proposal(self):
        return self.template_id.is_sales_proposal
