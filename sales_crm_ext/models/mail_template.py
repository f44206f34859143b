from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Command

from .res_users import DIRECTOR

# What a letter is made of is stock's to say, but for the files and people added to it.
_ADDED = ("attachment_ids", "partner_ids", "recipient_ids")
_NOT_GIVEN = ("mail_message_id", "message_id", "model", "res_id",
              "headers", "incoming_email_to", "incoming_email_cc")  # where it went, and where it comes back to


class MailTemplate(models.Model):
    """A template may stand for a proposal: what is sent from it is one."""
    _inherit = "mail.template"

    is_sales_proposal = fields.Boolean(
        "Proposal", copy=False, help="Letters from this template count as proposals to the client. Set by a director.")

    @api.model_create_multi
    def create(self, vals_list):
        templates = super().create(vals_list)
        if any(template.is_sales_proposal for template in templates):
            self._check_may_mark_proposals()
        return templates

    def write(self, vals):
        if "is_sales_proposal" in vals:
            self._check_may_mark_proposals()
        return super().write(vals)

    def send_mail_batch(self, res_ids, force_send=False, raise_exception=False, email_values=None,
                        email_layout_xmlid=False):
        self._check_email_values(email_values or {})
        if self.is_sales_proposal:
            # is_notification: the message outlives its mail, which is deleted once it is sent
            email_values = {**(email_values or {}), "is_sales_proposal": True, "is_notification": True}
        return super().send_mail_batch(
            res_ids, force_send=force_send, raise_exception=raise_exception, email_values=email_values,
            email_layout_xmlid=email_layout_xmlid)

    @api.model
    def _check_email_values(self, values):
        """Stock makes the mails as superuser: what the caller adds to them is looked at as the caller's.

        :raise AccessError: when it is more than a letter about what they work with
        """
        if self.env.su:
            return
        self.env["mail.message"]._check_proposal_mark_not_given(values)
        if not self.env.user._is_client_restricted():
            return
        Mail = self.env["mail.mail"]
        for name, value in values.items():
            field = Mail._fields.get(name)
            if name in _NOT_GIVEN or field and field.type in ("one2many", "many2many") and not (
                    name in _ADDED and self._are_links(value)):
                raise AccessError(self.env._(
                    "A letter from a template takes texts, recipients and files that are there already. Leave the rest"
                    " out."))
        Mail._check_client_references(values)
        self.env["mail.message"]._check_author(values.get("author_id"))

    @api.model
    def _are_links(self, value):
        """Whether commands of a field name records, and neither make, change nor delete any."""
        return not any(
            isinstance(command, dict) or isinstance(command, (list, tuple)) and command
            and command[0] in (Command.CREATE, Command.UPDATE, Command.DELETE) for command in value or ())

    @api.model
    def _check_may_mark_proposals(self):
        if not self.env.su and not self.env.user.has_group(DIRECTOR):
            raise AccessError(self.env._(
                "Which mail templates are proposals is set by a director. Ask your director to mark the template."))
