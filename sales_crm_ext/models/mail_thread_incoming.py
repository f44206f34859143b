from odoo import api, models
from odoo.exceptions import AccessError


class MailThread(models.AbstractModel):
    """Letters from outside are superuser's work, and say by themselves whom they are from and to."""
    _inherit = "mail.thread"

    @api.model
    def message_process(self, *args, **kwargs):
        """Stock makes whatever document the caller names, with the caller's values. A program that hands letters over logs
        in as somebody who is not restricted."""
        user = self.env.user
        if not self.env.su and (user.share or user._is_client_restricted()):
            raise AccessError(self.env._(
                "Letters are brought in by the mail server. Write your letter on the document that it belongs to."))
        return super().message_process(*args, **kwargs)

    @api.model
    def _message_parse_post_process(self, message, message_dict, routes):
        """On a document, those whom its salesperson does not reach stay addresses."""
        values = super()._message_parse_post_process(message, message_dict, routes)
        people = self.env["res.partner"].browse(filter(None, [values["author_id"], *(values["partner_ids"] or ())]))
        for model, document_id, *_route in routes or ():
            document = self.env[model].browse(document_id or ())
            strange = people - self._filter_known_to_salesperson(document, people)
            if values["author_id"] in strange._ids:
                values["author_id"] = False  # None: stock looks for the author once more
            values["partner_ids"] = [id_ for id_ in values["partner_ids"] or () if id_ not in strange._ids]
        return values

    @api.model
    def _filter_known_to_salesperson(self, document, people):
        document = document.sudo()  # the mail server's work: what the salesperson reaches is asked in their name
        salesperson = self._get_linked(document, "user_id", "res.users")
        if not salesperson or not salesperson._is_client_restricted():
            return people
        reached = self.env["ir.rule"].with_user(salesperson)._filter_client_reached(people.with_user(salesperson))
        client = self._get_linked(document, "partner_id", "res.partner")
        return people.browse(reached._ids) | people & (client | client.commercial_partner_id)

    @api.model
    def _get_linked(self, document, name, model):
        field = document._fields.get(name)
        return document[name] if field and field.comodel_name == model else self.env[model]
