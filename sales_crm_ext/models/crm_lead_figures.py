from datetime import timedelta

from odoo import api, fields, models

# Computed from stage, probability and archiving; stock stores them, so a remote call could write them.
_COMPUTED = {"won_status", "date_last_stage_update", "first_response_call_id", "first_response_at", "first_response_hours"}
# When it came and when it was closed; directors may correct these.
_DATED = {"date_closed", "first_touch_at"}
_JUST_NOW = timedelta(minutes=5)


class CrmLead(models.Model):
    """What reports count and stage gates ask of a deal follows from what was done with it: what a restricted person
    gives there themselves is left out."""
    _name = "crm.lead"
    _inherit = ["crm.lead"]

    @api.model
    def default_get(self, fields):
        return self._leave_figures_out(super().default_get(fields))

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._leave_figures_out(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._leave_figures_out(vals))

    @api.model
    def _leave_figures_out(self, vals):
        guarded = vals.keys() & (_COMPUTED | _DATED)
        if not guarded or not self.env["res.users"]._is_present_user_restricted():
            return vals
        return {name: value for name, value in vals.items()
                if name not in guarded or name == "date_closed" and self._is_now(value)}

    @api.model
    def _is_now(self, value):
        """Stock closes a deal that is new in a won stage by a write of its own."""
        moment = fields.Datetime.to_datetime(value)
        return bool(moment) and abs(fields.Datetime.now() - moment) < _JUST_NOW
