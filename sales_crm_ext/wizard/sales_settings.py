from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..models import sales_digest
from ..models.res_users import NEW_USERS_PARAM
from ..models.sales_call_control_draw import SHARE_PARAM, UNREACHED_LIMIT, UNREACHED_PARAM
from ..models.sales_call_guard import BACKDATE_DAYS, BACKDATE_PARAM
from ..models.sales_call_next_step import RETRY_HOURS, RETRY_PARAM
from ..models.sales_call_owed import HOURS_PARAM, OWED_HOURS, OWED_RULE, RULE_PARAM
from ..report.sales_report_mixin import DEFAULT_RATE_MINIMUM, RATE_MINIMUM
from ..tools.control_sample import LEAST_PERCENT, MOST_PERCENT

# field: system parameter that keeps it
_PARAMETERS = {
    "is_base_open_to_new_staff": NEW_USERS_PARAM,
    "call_backdate_days": BACKDATE_PARAM,
    "call_retry_hours_no_answer": f"{RETRY_PARAM}no_answer",
    "call_retry_hours_busy": f"{RETRY_PARAM}busy",
    "call_retry_hours_voicemail": f"{RETRY_PARAM}voicemail",
    "rate_minimum": RATE_MINIMUM,
    "is_digest_sent": sales_digest.ENABLED_PARAM,
    "digest_hour": sales_digest.HOUR_PARAM,
    "owed_reports_rule": RULE_PARAM,
    "owed_reports_hours": HOURS_PARAM,
    "control_share_percent": SHARE_PARAM,
    "control_unreached_limit": UNREACHED_PARAM,
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
    is_digest_sent = fields.Boolean("Daily Digest", default=True, help="To team leaders and directors, by letter.")
    digest_hour = fields.Float(
        "Sent At", default=sales_digest.HOUR, help="By the clock of whom it is sent to.")
    owed_reports_rule = fields.Selection(
        [("off", "Nothing"), ("warn", "Warning"), ("block", "Block")], "Overdue Reports", default=OWED_RULE, required=True,
        help="Block: who owes reports for too long starts no new leads, and their work is counted once the reports are"
             " written. Work with the clients, leads and calls that are there goes on.")
    owed_reports_hours = fields.Integer(
        "Overdue After", default=OWED_HOURS, help="Hours after which a report that is owed is overdue.")
    control_share_percent = fields.Integer(
        "Checked Calls, %", default=LEAST_PERCENT,
        help="Share of each person's conversations of a week that control calls check, from 10 to 20 %. Suspicious calls are"
             " drawn more often, and who types in many missed calls is checked by the greatest share.")
    control_unreached_limit = fields.Integer(
        "Checks Not Reached", default=UNREACHED_LIMIT,
        help="A checker who reaches nobody in so many checks of four weeks, and in more than half of them, gives those to"
             " somebody else.")

    @api.constrains(*_PARAMETERS)
    def _check_values(self):
        for settings in self:
            if settings.call_backdate_days < 1:
                raise ValidationError(self.env._("A report may be written for at least one day."))
            if not 0 <= settings.digest_hour < 24:
                raise ValidationError(self.env._("The digest is sent between 0:00 and 23:59."))
            if not 1 <= settings.owed_reports_hours <= 1000:
                raise ValidationError(self.env._("A report is overdue after 1 to 1000 hours."))
            if settings.rate_minimum < 1:
                raise ValidationError(self.env._("A rate needs at least one call."))
            if not LEAST_PERCENT <= settings.control_share_percent <= MOST_PERCENT:
                raise ValidationError(self.env._("From 10 to 20 % of the calls are checked."))
            if settings.control_unreached_limit < 1:
                raise ValidationError(self.env._("A checker may fail to reach at least one client."))
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
        # With another rule for owed reports work that waited for them may be counted; the ledger is the system's.
        self.env["sales.action.hold"].sudo()._release()
        return {"type": "ir.actions.act_window_close"}
