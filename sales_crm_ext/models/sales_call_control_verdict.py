from odoo import fields, models

from .sales_call_control import VERDICTS


class SalesCallControlVerdict(models.Model):
    """Each verdict that was ever given on a check: attempts that reached nobody, corrections. Written by the system, never
    edited."""
    _name = "sales.call.control.verdict"
    _description = "Verdict of a Control Call"
    _order = "id desc"
    _rec_name = "verdict"

    control_id = fields.Many2one("sales.call.control", required=True, readonly=True, index=True, ondelete="cascade")
    user_id = fields.Many2one("res.users", "By", required=True, readonly=True)
    date = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    verdict = fields.Selection(VERDICTS, required=True, readonly=True)
    note = fields.Text("Remark", readonly=True)

    _user_id_date_idx = models.Index("(user_id, date)")
