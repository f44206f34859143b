from odoo import api, models

_FROM_OUTSIDE = "sales_crm_ext_from_outside"
_GATEWAY = object()  # no caller's context holds it


class MailThread(models.AbstractModel):
    _inherit = "mail.thread"

    @api.model
    def _message_route_process(self, message, message_dict, routes):
        thread = self.with_context(**{_FROM_OUTSIDE: _GATEWAY})
        return super(MailThread, thread)._message_route_process(message, message_dict, routes)


class MailMessage(models.Model):
    """A colleague may write to a client in a mail program, with a copy to us: the client is known from then on.

    Whom such a letter went to is what the mail server brings in. A person who gives these values has sent nothing.
    """
    _inherit = "mail.message"

    @api.model_create_multi
    def create(self, vals_list):
        messages = super().create(vals_list)
        if self.env.context.get(_FROM_OUTSIDE) is _GATEWAY:
            for message in messages.sudo():  # who wrote it, whoever brings it in
                if (message.incoming_email_to or message.incoming_email_cc) \
                        and message.author_id and not message.author_id.partner_share:
                    self.env["sales.letter"]._note_colleagues(message)
        return messages
