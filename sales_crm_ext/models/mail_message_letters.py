from odoo import api, models


class MailMessage(models.Model):
    """A colleague may write to a client in a mail program, with a copy to us: the client is known from then on."""
    _inherit = "mail.message"

    @api.model_create_multi
    def create(self, vals_list):
        messages = super().create(vals_list)
        for message, vals in zip(messages, vals_list, strict=True):
            # Asked of the values: hardly any message has them.
            if vals.get("incoming_email_to") or vals.get("incoming_email_cc"):
                author = message.sudo().author_id  # who wrote it, whoever brings it in
                if author and not author.partner_share:
                    self.env["sales.letter"]._note_colleagues(message)
        return messages
