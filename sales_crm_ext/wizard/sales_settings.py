from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..models.res_users import NEW_USERS_PARAM
from ..models.sales_call_guard import BACKDATE_DAYS, BACKDATE_PARAM
from ..models.sales_call_next_step import RETRY_HOURS, RETRY_PARAM
from ..report.sales_report_mixin import DEFAULT_RATE_MINIMUM, RATE_MINIMUM

# field: system parameter that keeps it
_PARAMETERS = {
    "is_base_open_to_new_staff": NEW_USERS_PARAM,
    "call_backdate_days": BACKDATE_PARAM,
    "call_retry_hours_no_answer": f"{RETRY_PARAM}no_answer",
    "call_retry_hours_busy": f"{RETRY_PARAM}busy",
    "call_retry_hours_voicemail": f"{RETRY_PARAM}voicemail",
    "rate_minimum": RATE_MINIMUM,
}


class SalesSettings(models.TransientModel):
    """The rules of work that the director sets for the whole database.

    Odoo's settings open for system administrators only, who are seldom the head of sales; these belong to the head.
    """
    _name = "sales.settings"
    _description = "Rules of Sales Work"

    is_base_open_to_new_staff = fields.Boolean("New staff works with all clients", default=True)
    call_backdate_days = fields.Integer(
        "Report Within", default=BACKDATE_DAYS, help="For how many days after a call its report may be written.")
    call_retry_hours_no_answer = fields.Float(
        "After No Answer", default=RETRY_HOURS["no_answer"],
        help="Working hours until the next attempt that is proposed.")
    call_retry_hours_busy = fields.Float(
        "After a Busy Line", default=RETRY_HOURS["busy"], help="Working hours until the next attempt that is proposed.")
    call_retry_hours_voicemail = fields.Float(
        "After a Voicemail", default=RETRY_HOURS["voicemail"],
        help="Working hours until the next attempt that is proposed.")
    rate_minimum = fields.Integer(
        "Calls for a Rate", default=DEFAULT_RATE_MINIMUM,
        help="With fewer calls the reports leave a person's conversion empty: one client more would change it too much.")

    @api.constrains(*_PARAMETERS)
    def _check_values(self):
        for settings in self:
            if settings.call_backdate_days < 1:
                raise ValidationError(self.env._("A report may be written for at least one day."))
            if settings.rate_minimum < 1:
                raise ValidationError(self.env._("A rate needs at least one call."))
            hours = (settings.call_retry_hours_no_answer, settings.call_retry_hours_busy,
                     settings.call_retry_hours_voicemail)
            if min(hours) <= 0 or max(hours) > 1000:
                raise ValidationError(self.env._("The hours until the next attempt are above 0, up to 1000."))

    @api.model
    def default_get(self, fields):
        self.check_access("create")
        values = super().default_get(fields)
        # Parameters are the administrators' to read; these few are the director's rules, the access to them is checked.
        parameters = self.env["ir.config_parameter"].sudo()
        for name in _PARAMETERS.keys() & set(fields):
            if kept := parameters.get_param(_PARAMETERS[name]):
                values[name] = kept == "True" if self._fields[name].type == "boolean" else kept
        return values

    def action_save(self):
        """Set the rules for everybody, from now on."""
        self.ensure_one()
        self.check_access("write")
        # As in default_get. A text is written: an empty value would delete the parameter.
        parameters = self.env["ir.config_parameter"].sudo()
        for name, parameter in _PARAMETERS.items():
            parameters.set_param(parameter, str(self[name]))
        return {"type": "ir.actions.act_window_close"}
