from odoo import api, models

from ..tools.client_references import plain_ids

# Some wizards start from all records chosen, some from the one that was clicked.
_ID_KEYS = ("active_ids", "active_id")
_MODEL_KEYS = ("active_model", "default_model", "default_res_model")
_MODEL_FIELDS = ("model", "res_model")


class Base(models.AbstractModel):
    """Wizards start from the records that are chosen on a screen; what the caller's context names is a reference too.

    Their fields are computed from those records, as superuser where they are stored.
    """
    _inherit = "base"

    @api.model
    def default_get(self, fields):
        self._check_client_context({})
        return super().default_get(fields)

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list if self._transient else ():
            self._check_client_context(vals)
        return super().create(vals_list)

    def onchange(self, values, field_names, fields_spec):
        self._check_client_context(values)
        return super().onchange(values, field_names, fields_spec)

    @api.model
    def _check_client_context(self, vals):
        """
        :raise AccessError: when a restricted person starts a wizard from records that they do not reach
        """
        if not self._transient or not self.env["res.users"]._is_present_user_restricted():
            return
        context = self.env.context
        chosen = [id_ for key in _ID_KEYS for id_ in plain_ids(context.get(key))]
        names = [*map(context.get, _MODEL_KEYS), *map(vals.get, _MODEL_FIELDS)]
        for name in {name for name in names if isinstance(name, str) and name in self.env}:
            if chosen and self._get_strange_ids(name, chosen):
                raise self.env["ir.rule"]._make_client_refusal()
