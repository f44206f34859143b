from odoo import models


class MailActivity(models.Model):
    """The name of its document is computed as superuser, so an activity is put on documents that its writer reads.
    Stock checks that for new ones."""
    _inherit = "mail.activity"

    def _check_access(self, operation):
        return self.env["ir.rule"]._hide_refusal(super()._check_access(operation))

    def write(self, vals):
        res = super().write(vals)
        if vals.keys() & {"res_model_id", "res_model", "res_id"} \
                and self.env["res.users"]._is_present_user_restricted():
            for activity in self:
                activity._check_document(activity.res_model, activity.res_id)
        return res

    def onchange(self, values, field_names, fields_spec):
        if self.env["res.users"]._is_present_user_restricted():
            model = self.env["ir.model"]._get(values.get("res_model"))
            # The model may be given by its id alone; its technical name is no secret.
            model = model or self.env["ir.model"].sudo().browse(values.get("res_model_id") or ()).exists()
            self._check_document(model.model or self.res_model, values.get("res_id"))
        return super().onchange(values, field_names, fields_spec)

    def _check_document(self, model, id_):
        """
        :raise AccessError: for a document that the present user may not read
        """
        if model and id_ and model in self.env:
            self.env[model].browse(id_).check_access("read")
