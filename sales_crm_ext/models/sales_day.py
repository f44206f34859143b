from ast import literal_eval

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .res_users import SALESMAN

# What a screen shows; the numbers beside the lists count all.
_SHOWN = 40


class SalesDay(models.Model):
    """The present day of one salesperson: how far the quotas are, and what waits to be done, most urgent first.

    A row is a person. Nothing is stored: lists and numbers are those of the moment, of what the reader may see.
    """
    _name = "sales.day"
    _inherit = ["sales.client.access.mixin"]
    _description = "Day of a Salesperson"
    _auto = False
    _order = "team_id, user_id"
    _rec_name = "user_id"

    user_id = fields.Many2one("res.users", "Salesperson", readonly=True)
    team_id = fields.Many2one("crm.team", "Sales Team", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)

    quota_ids = fields.Many2many("sales.quota.result", compute="_compute_quota_ids", string="Quotas of Today")
    progress = fields.Char("Quotas", compute="_compute_progress")
    call_ids = fields.Many2many("mail.activity", compute="_compute_calls", string="Calls to Make")
    call_count = fields.Integer("Calls Due", compute="_compute_calls")
    owed_ids = fields.Many2many("sales.call", compute="_compute_owed", string="Calls without a Report")
    owed_count = fields.Integer("Reports Owed", compute="_compute_owed")
    promise_ids = fields.Many2many("sales.promise", compute="_compute_promises", string="Promises to Keep")
    promise_count = fields.Integer("Promises Due", compute="_compute_promises")
    lead_ids = fields.Many2many("crm.lead", compute="_compute_leads", string="Deals without a Next Step")
    lead_count = fields.Integer("Without a Next Step", compute="_compute_leads")

    @property
    def _table_query(self):
        definitions = self.env["res.groups"]._get_group_definitions()
        salesman = definitions.get_id(SALESMAN)
        return SQL(
            """SELECT id, id AS user_id, sale_team_id AS team_id, company_id
                 FROM res_users
                WHERE active AND EXISTS (SELECT 1 FROM res_groups_users_rel member
                                          WHERE member.uid = res_users.id AND member.gid IN %s)""",
            (salesman, *definitions.get_subset_ids([salesman])))

    @api.model
    def _get_client_access_domain(self):
        user = self.env.user
        if not user._is_client_restricted():
            return Domain.TRUE
        return Domain("user_id", "in", sorted(user._get_client_user_ids()))

    # ------------------------------------------------------------
    # WHAT WAITS
    # ------------------------------------------------------------

    @api.depends_context("uid")
    def _compute_quota_ids(self):
        now = fields.Datetime.now()
        today = {day: day.user_id._get_local_day(now) for day in self}
        quotas = self.env["sales.quota.result"].search(
            [("user_id", "in", self.user_id.ids), ("date", "in", sorted(set(today.values())))])
        found = quotas.grouped(lambda quota: (quota.user_id, quota.date))
        for day in self:
            day.quota_ids = found.get((day.user_id, today[day]), quotas.browse())

    @api.depends("quota_ids")
    def _compute_progress(self):
        for day in self:
            day.progress = ", ".join(quota._get_progress_text() for quota in day.quota_ids)

    @api.depends_context("uid")
    def _compute_calls(self):
        Call = self.env["sales.call"]
        self._fill("call", "mail.activity", Call._get_queue_domain, "date_deadline, contact_at, id")

    @api.depends_context("uid")
    def _compute_owed(self):
        self._fill("owed", "sales.call", self._get_owed_domain, "date_start, id")

    @api.depends_context("uid")
    def _compute_promises(self):
        self._fill("promise", "sales.promise", self._get_promise_domain, "date_due, id")

    @api.depends_context("uid")
    def _compute_leads(self):
        self._fill("lead", "crm.lead", self._get_lead_domain, "create_date, id")

    @api.model
    def _get_owed_domain(self, users):
        return Domain([("user_id", "in", users.ids), ("owed_since", "!=", False)])

    @api.model
    def _get_promise_domain(self, users):
        return Domain([("user_id", "in", users.ids), ("state", "=", "open"), ("date_due", "<=", "today")])

    @api.model
    def _get_lead_domain(self, users):
        return Domain([("user_id", "in", users.ids), ("won_status", "=", "pending"), ("next_contact_at", "=", False)])

    def _fill(self, kind, model, get_domain, order):
        """Give each day the first records, and the number of all, that fulfil the domain of its person. Of many people
        at once, as on the team's list, the numbers alone."""
        Model = self.env[model]
        if len(self) == 1:
            found = Model.search(get_domain(self.user_id), order=order, limit=_SHOWN)
            self[f"{kind}_ids"] = found
            self[f"{kind}_count"] = len(found) if len(found) < _SHOWN else Model.search_count(get_domain(self.user_id))
            return
        counts = dict(Model._read_group(get_domain(self.user_id), ["user_id"], ["__count"]))
        for day in self:
            day[f"{kind}_ids"] = False
            day[f"{kind}_count"] = counts.get(day.user_id, 0)

    # ------------------------------------------------------------
    # SCREENS
    # ------------------------------------------------------------

    @api.model
    def action_open_my_day(self):
        """Open the present user's own day."""
        action = self.env["ir.actions.actions"]._for_xml_id("sales_crm_ext.sales_day_action")
        return {**action, "res_id": self.env.uid}

    def action_next_call(self):
        """Open the report of the next call that is due; after it is saved the one after it comes."""
        return self.env["sales.call"].with_context(sales_crm_ext_queue=True)._get_next_call_action(is_saved=False)

    def action_report_call(self):
        """Open the report of a call that was not planned."""
        return self.env["sales.call"]._get_report_action()

    def _open(self, xmlid, domain):
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(xmlid)
        context = {key: value for key, value in literal_eval(action["context"]).items()
                   if not key.startswith("search_default_")}  # the domain says what is listed
        return {**action, "domain": list(domain), "context": context}

    def action_view_calls(self):
        """List all planned calls that are due."""
        return self._open("sales_crm_ext.mail_activity_action_calls", self.env["sales.call"]._get_queue_domain(self.user_id))

    def action_view_owed(self):
        """List all calls whose report is owed."""
        return self._open("sales_crm_ext.sales_call_action_due", self._get_owed_domain(self.user_id))

    def action_view_promises(self):
        """List all promises that are due."""
        return self._open("sales_crm_ext.sales_promise_action_due", self._get_promise_domain(self.user_id))

    def action_view_leads(self):
        """List all deals without a next step; not as a pipeline, whose columns would be those of every team."""
        action = self._open("crm.crm_lead_action_pipeline", self._get_lead_domain(self.user_id))
        return {**action, "views": sorted(action["views"], key=lambda view: view[1] != "list")}

    @api.model
    @api.readonly
    def get_progress(self):
        """The present user's quotas of today, for the top bar: list of dicts with ``id``, ``name``, ``done``, ``target`` and
        ``pace``; empty for who has none."""
        user = self.env.user
        if not self.has_access("read") or not user._has_group(SALESMAN):
            return []
        # Asked by each page: without the day's row, and by one statement.
        quotas = self.env["sales.quota.result"].search_fetch(
            [("user_id", "=", user.id), ("date", "=", user._get_local_day(fields.Datetime.now()))],
            ["metric_id", "claimed", "target", "pace"])
        return [{"id": quota.id, "name": quota.metric_id.name, "done": quota.claimed, "target": quota.target,
                 "pace": quota.pace} for quota in quotas if quota.pace != "day_off"]
