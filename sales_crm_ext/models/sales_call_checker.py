from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Command

CHECKER = "sales_crm_ext.group_sale_call_checker"


class SalesCallChecker(models.Model):
    """Who makes control calls: a secretary, a colleague of quality control. Chosen by a director; where nobody is, the
    leaders of the teams do it."""
    _name = "sales.call.checker"
    _description = "Checker of Calls"
    _order = "id"
    _rec_name = "user_id"

    user_id = fields.Many2one("res.users", "Checker", required=True, ondelete="cascade", domain=[("share", "=", False)])
    active = fields.Boolean(default=True)
    open_count = fields.Integer("Open Checks", compute="_compute_checks", compute_sudo=True)
    age = fields.Integer("Oldest, Days", compute="_compute_checks", compute_sudo=True)
    done_count = fields.Integer("Done in 4 Weeks", compute="_compute_done", compute_sudo=True)
    unreached_count = fields.Integer("Not Reached in 4 Weeks", compute="_compute_done", compute_sudo=True)

    _user_id_uniq = models.UniqueIndex("(user_id)", "This person checks calls already; look among the archived ones.")

    def _compute_checks(self):
        groups = self.env["sales.call.control"]._read_group(
            [("state", "=", "open"), ("checker_id", "in", self.user_id.ids)], ["checker_id"], ["__count", "drawn_at:min"])
        found = {checker: (count, (fields.Datetime.now() - oldest).days) for checker, count, oldest in groups}
        for checker in self:
            checker.open_count, checker.age = found.get(checker.user_id, (0, 0))

    def _compute_done(self):
        since = fields.Datetime.now() - timedelta(days=28)
        groups = self.env["sales.call.control.verdict"]._read_group(
            [("user_id", "in", self.user_id.ids), ("date", ">=", since)], ["user_id", "verdict"], ["__count"])
        found = {(user, verdict): count for user, verdict, count in groups}
        for checker in self:
            own = {verdict: count for (user, verdict), count in found.items() if user == checker.user_id}
            checker.unreached_count = own.pop("unreachable", 0)
            checker.done_count = sum(own.values())

    @api.constrains("user_id")
    def _check_employee(self):
        for checker in self:
            if checker.user_id.share:
                raise ValidationError(self.env._("Only employees check calls."))

    @api.model_create_multi
    def create(self, vals_list):
        checkers = super().create(vals_list)
        checkers._settle_group()
        return checkers

    def write(self, vals):
        before = self.user_id
        res = super().write(vals)
        if vals.keys() & {"user_id", "active"}:
            self._settle_group()
            (before - self.filtered("active").user_id)._leave_control_calls()
        return res

    def unlink(self):
        users = self.user_id
        res = super().unlink()
        users._leave_control_calls()
        return res

    def _settle_group(self):
        users = self.filtered("active").user_id
        # Directors are no administrators; this one group opens nothing but the checks drawn for its members.
        users.sudo().write({"group_ids": [Command.link(self.env.ref(CHECKER).id)]})

    def action_view_open(self):
        """List the open checks of a person."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("sales_crm_ext.sales_call_control_action")
        return {**action, "domain": [("checker_id", "=", self.user_id.id), ("state", "=", "open")], "context": {}}
