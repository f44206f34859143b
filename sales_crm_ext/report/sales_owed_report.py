from odoo import fields, models
from odoo.tools import SQL


class SalesOwedReport(models.Model):
    """Who owes reports of calls, how many, since when: a row is a person."""
    _name = "sales.owed.report"
    _inherit = ["sales.client.scope.mixin"]
    _description = "Reports Owed by Person"
    _auto = False
    _rec_name = "user_id"
    _order = "oldest_since, id"

    user_id = fields.Many2one("res.users", "Salesperson", readonly=True)
    team_id = fields.Many2one("crm.team", "Sales Team", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    client_scope_id = fields.Many2one(compute=None, precompute=False, readonly=True)
    owed_count = fields.Integer("Reports Owed", readonly=True)
    overdue_count = fields.Integer("Overdue", readonly=True)
    oldest_since = fields.Datetime("Oldest Owed Since", readonly=True)
    is_blocked = fields.Boolean("Blocked", compute="_compute_is_blocked")

    _depends = {"sales.call": ["user_id", "owed_since", "client_scope_id"], "res.users": ["sale_team_id", "company_id"]}

    def _compute_is_blocked(self):
        # Whether somebody is blocked follows from their calls, which the reader of the row may see.
        blocked = self.sudo().user_id._filter_blocked()
        for row in self:
            row.is_blocked = row.sudo().user_id in blocked

    def action_view_calls(self):
        """List the calls whose reports this person owes."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("sales_crm_ext.sales_call_action_due")
        return {**action, "domain": [("owed_since", "!=", False), ("user_id", "=", self.user_id.id)], "context": {}}

    def action_lift(self):
        """Ask why this person may go on today although reports are owed."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("sales_crm_ext.sales_block_lift_action_new")
        Lift = self.env["sales.block.lift"]
        return {**action, "context": {
            "default_user_id": self.user_id.id, "default_date": fields.Date.to_string(Lift._get_today(self.user_id))}}

    @property
    def _table_query(self):
        limit = self.env["sales.call"]._get_overdue_limit()
        return SQL(
            """SELECT person.id, person.id AS user_id, person.sale_team_id AS team_id, person.company_id,
                      min(call.client_scope_id) AS client_scope_id, count(*) AS owed_count,
                      count(*) FILTER (WHERE %s) AS overdue_count, min(call.owed_since) AS oldest_since
                 FROM sales_call call JOIN res_users person ON person.id = call.user_id
                WHERE call.owed_since IS NOT NULL
                GROUP BY person.id""", SQL("call.owed_since <= %s", limit) if limit else SQL("FALSE"))
