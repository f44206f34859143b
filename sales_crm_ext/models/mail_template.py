from odoo import api, fields, models
from odoo.exceptions import AccessError

from .res_users import DIRECTOR


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
        if self.is_sales_proposal:
            # is_notification: the message outlives its mail, which is deleted once it is sent
            email_values = {**(email_values or {}), "is_sales_proposal": True, "is_notification": True}
        return super().send_mail_batch(
            res_ids, force_send=force_send, raise_exception=raise_exception, email_values=email_values,
            email_layout_xmlid=email_layout_xmlid)

    @api.model
    def _check_may_mark_proposals(self):
        if not self.env.su and not self.env.user.has_group(DIRECTOR):
            raise AccessError(self.env._(
                "Which mail templates are proposals is set by a director. Ask your director to mark the template."))
