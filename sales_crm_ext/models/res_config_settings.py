from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .sales_call_guard import BACKDATE_DAYS, BACKDATE_PARAM
from .sales_call_next_step import RETRY_HOURS, RETRY_PARAM


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    call_backdate_days = fields.Integer(
        "Report Within", config_parameter=BACKDATE_PARAM, default=BACKDATE_DAYS,
        help="For how many days after a call its report may be written.")
    call_retry_hours_no_answer = fields.Float(
        "After No Answer", config_parameter=f"{RETRY_PARAM}no_answer", default=RETRY_HOURS["no_answer"],
        help="Working hours until the next attempt that is proposed.")
    call_retry_hours_busy = fields.Float(
        "After a Busy Line", config_parameter=f"{RETRY_PARAM}busy", default=RETRY_HOURS["busy"],
        help="Working hours until the next attempt that is proposed.")
    call_retry_hours_voicemail = fields.Float(
        "After a Voicemail", config_parameter=f"{RETRY_PARAM}voicemail", default=RETRY_HOURS["voicemail"],
        help="Working hours until the next attempt that is proposed.")

    @api.constrains("call_backdate_days", "call_retry_hours_no_answer", "call_retry_hours_busy",
                    "call_retry_hours_voicemail")
    def _check_call_settings(self):
        for settings in self:
            if settings.call_backdate_days < 1:
                raise ValidationError(self.env._("A report may be written for at least one day."))
            hours = (settings.call_retry_hours_no_answer, settings.call_retry_hours_busy,
                     settings.call_retry_hours_voicemail)
            if min(hours) <= 0 or max(hours) > 1000:
                raise ValidationError(self.env._("The hours until the next attempt are above 0, up to 1000."))
