from odoo import fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ..models.res_users import DIRECTOR
from ..tools.report_quality import judge
from .sales_call_cancel import EMPTY_REASONS


class SalesCallControlCorrect(models.TransientModel):
    """Correct the verdict of a control call; the one before stays in its history."""
    _name = "sales.call.control.correct"
    _description = "Correct a Verdict"

    control_id = fields.Many2one("sales.call.control", "Control Call", required=True, readonly=True, ondelete="cascade")
    verdict = fields.Selection(
        [("confirmed", "Confirmed"), ("discrepancy", "Discrepancy"), ("refuted", "Refuted")], required=True)
    reason = fields.Text(required=True)

    def action_correct(self):
        """
        :raise AccessError: for somebody who is no director, or whose own call it was
        :raise UserError: for a check that has no verdict yet
        :raise ValidationError: for a reason that says nothing
        """
        self.ensure_one()
        control = self.control_id
        control.check_access("read")
        if not self.env.user._has_group(DIRECTOR) or control.user_id == self.env.user:
            raise AccessError(self.env._("A verdict is corrected by a director, and not by the one whose call it was."))
        if control.state != "done":
            raise UserError(self.env._("This check has no verdict yet."))
        if any(problem.code in EMPTY_REASONS for problem in judge({"reason": self.reason}, required=["reason"]).problems):
            raise ValidationError(self.env._("Say why the verdict is corrected, so that it is understood later."))
        control._give_verdict(self.verdict, self.reason)
        return {"type": "ir.actions.act_window_close"}
