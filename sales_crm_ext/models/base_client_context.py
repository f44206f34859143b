from odoo import api, models

from ..tools.client_references import plain_ids

# Some wizards start from all records chosen, some from the one that was clicked.
_ID_KEYS = ("active_ids", "active_id")
_DEFAULT_KEYS = ("default_model", "default_res_model")
_MODEL_FIELDS = ("model", "res_model")


class Base(models.AbstractModel):
    """Wizards start from the records that are chosen on a screen; what the caller's context names is a reference too.

    Their fields are computed from those records, as superuser where they are stored. A choice out of a restricted person's
    reach is refused. Where the wizard is told another model, it is the choice of the screen before, and taken off.
    """
    _inherit = "base"

    @api.model
    def default_get(self, fields):
        # Called by itself: a wizard that adds to it has the caller's context.
        if self._transient and self._get_strange_choice(self._get_chosen_models()):
            raise self.env["ir.rule"]._make_client_refusal()
        return super().default_get(fields)

    @api.model_create_multi
    def create(self, vals_list):
        if not self._transient:
            return super().create(vals_list)
        wizard = self._with_own_choice(*vals_list)
        wizards = super(Base, wizard).create(vals_list)
        if wizard is not self:
            wizards.flush_recordset()  # computed now, and not when they are read in the caller's context
        return wizards

    def write(self, vals):
        if not self._transient:
            return super().write(vals)
        wizard = self._with_own_choice(vals)
        res = super(Base, wizard).write(vals)
        if wizard is not self:
            wizard.flush_recordset()
        return res

    def onchange(self, values, field_names, fields_spec):
        return super(Base, self._with_own_choice(values)).onchange(values, field_names, fields_spec)

    def _with_own_choice(self, *vals_list):
        """These records; in the context, without the chosen ones that a restricted person does not reach.

        :raise AccessError: the wizard is about them
        """
        if not self._transient:
            return self
        chosen, told = self._get_chosen_models(), self._get_told_models(vals_list)
        if told <= chosen and self._get_strange_choice(chosen):
            raise self.env["ir.rule"]._make_client_refusal()
        strange = self._get_strange_choice(chosen | told)
        if not strange:
            return self
        kept = {key: [id_ for id_ in plain_ids(self.env.context.get(key)) if id_ not in strange] for key in _ID_KEYS}
        return self.with_context(active_ids=kept["active_ids"], active_id=next(iter(kept["active_id"]), False))

    def _get_told_models(self, vals_list):
        """Names of the models that a wizard is told by its values, or by defaults for them."""
        names = [self.env.context.get(key) for key in _DEFAULT_KEYS]
        names += [vals.get(name) for vals in vals_list for name in _MODEL_FIELDS]
        # A wizard is its maker's own.
        names += [wizard[name] for wizard in self.sudo() for name in _MODEL_FIELDS if name in self._fields]
        return {name for name in names if isinstance(name, str) and name in self.env}

    @api.model
    def _get_chosen_models(self):
        params = self.env.context.get("params")
        names = [self.env.context.get("active_model"), params.get("active_model") if isinstance(params, dict) else None]
        return {name for name in names if isinstance(name, str) and name in self.env}

    @api.model
    def _get_strange_choice(self, models):
        """Ids of the chosen records that a restricted person does not reach, if they are of one of these models."""
        chosen = [id_ for key in _ID_KEYS for id_ in plain_ids(self.env.context.get(key))]
        if not chosen or not self.env["res.users"]._is_present_user_restricted():
            return set()
        return set().union(*(self._get_strange_ids(name, chosen) for name in models))
