from odoo import api, fields, models
from odoo.tools import format_datetime


class SalesCall(models.Model):
    """One call with a client and its report.

    A call is created in state ``due`` (it happened, its report is owed) and becomes ``reported`` through
    :meth:`action_report` alone; ``confirmed`` and ``refuted`` are verdicts of a control call.

    For code that loads calls (a PBX, an import, demo data): as superuser, ``create(vals)`` with ``user_id`` and
    ``date_start`` of choice, then :meth:`action_report` for the whole effect (next step, chatter, lost deal) or
    :meth:`_report_history` for a past call that only is to be scored and counted.
    """
    _name = "sales.call"
    _inherit = ["mail.thread", "sales.client.page.mixin"]
    _description = "Call"
    _order = "date_start desc, id desc"
    _client_scope_is_owners = True
    _rec_name = "topic"

    # the client
    partner_id = fields.Many2one(
        "res.partner", "Client", index=True, ondelete="restrict", domain=[("parent_id", "=", False)])
    contact_id = fields.Many2one("res.partner", index="btree_not_null", ondelete="set null")
    lead_id = fields.Many2one("crm.lead", index="btree_not_null", ondelete="set null")
    phone = fields.Char(compute="_compute_phone")
    # the person
    user_id = fields.Many2one(
        "res.users", "Salesperson", required=True, readonly=True, index=True, copy=False,
        default=lambda self: self.env.user)
    team_id = fields.Many2one(
        "crm.team", "Sales Team", compute="_compute_team_id", store=True, precompute=True, index="btree_not_null")
    company_id = fields.Many2one(
        "res.company", compute="_compute_company_id", store=True, precompute=True, required=True, index=True)
    # the call
    direction = fields.Selection([("out", "Outgoing"), ("in", "Incoming")], default="out", required=True)
    kind = fields.Selection(
        [("cold", "Cold"), ("follow_up", "Follow-up"), ("incoming", "Incoming")], compute="_compute_kind", store=True,
        readonly=False, precompute=True, required=True)
    date_start = fields.Datetime("Called At", required=True, default=fields.Datetime.now, index=True, copy=False)
    duration = fields.Integer("Duration (s)", help="Talk time in seconds.")
    disposition = fields.Selection(
        [("answered", "Answered"), ("no_answer", "No Answer"), ("busy", "Busy"), ("voicemail", "Voicemail"),
         ("wrong_number", "Wrong Number")], "Connection", default="answered", required=True)
    origin = fields.Selection(
        [("manual", "Manual"), ("pbx", "PBX")], default="manual", required=True, readonly=True, copy=False)
    external_id = fields.Char("External ID", readonly=True, index="btree_not_null", copy=False)
    activity_id = fields.Many2one(
        "mail.activity", "Planned Call", index="btree_not_null", ondelete="set null", copy=False,
        help="The planned call that this report closes.")
    # the report
    demand_hint = fields.Char(compute="_compute_demand")
    is_lost_reason_demanded = fields.Boolean(compute="_compute_demand")
    outcome_id = fields.Many2one("sales.call.outcome", index="btree_not_null", ondelete="restrict")
    topic = fields.Text("Discussed")
    agreement = fields.Text("Agreed")
    stop_point = fields.Text("Stopped At")
    next_step_type_id = fields.Many2one(
        "mail.activity.type", "Next Step", ondelete="restrict",
        domain=[("res_model", "in", (False, "crm.lead", "res.partner"))],
        default=lambda self: self.env["mail.activity.type"]._get_call_type())
    next_contact_at = fields.Datetime("Next Contact", copy=False)
    lost_reason_id = fields.Many2one("crm.lost.reason", "Refusal Reason", index="btree_not_null", ondelete="restrict")
    pain_ids = fields.One2many("sales.pain", "call_id", "Pains")
    promise_ids = fields.One2many("sales.promise", "call_id", "Promises")
    revision_ids = fields.One2many("sales.call.revision", "call_id", "Changes", readonly=True)
    state = fields.Selection(
        [("due", "Report Due"), ("reported", "Reported"), ("confirmed", "Confirmed"), ("refuted", "Refuted")],
        default="due", required=True, readonly=True, copy=False, index=True)
    reported_at = fields.Datetime(
        readonly=True, copy=False, help="When its author wrote the report; empty for calls of a history that was loaded.")
    quality_score = fields.Integer("Report Quality", readonly=True, copy=False, aggregator="avg")
    quality_notes = fields.Text(readonly=True, copy=False)
    is_conversation = fields.Boolean(
        "Conversation", compute="_compute_is_conversation", store=True, precompute=True,
        help="The client answered, and the report says what was discussed.")

    _client_scope_date_idx = models.Index("(client_scope_id, date_start DESC, id DESC)")
    _reported_at_idx = models.Index("(reported_at) WHERE reported_at IS NOT NULL")
    _user_date_idx = models.Index("(user_id, date_start DESC)")
    # Pages of clients count the calls that the reader may see: from the index alone.
    _partner_scope_idx = models.Index("(partner_id, client_scope_id, date_start DESC, id DESC) INCLUDE (company_id)")
    _contact_scope_idx = models.Index(
        "(contact_id, client_scope_id, date_start DESC, id DESC) INCLUDE (company_id) WHERE contact_id IS NOT NULL")
    _duration_positive = models.Constraint("CHECK (duration >= 0)", "The duration of a call is not below zero.")

    @api.depends("user_id")
    def _compute_client_scope_id(self):
        Scope = self.env["sales.client.scope"]
        for call in self:
            call.client_scope_id = Scope._get_for_people(call.user_id, self.env["res.users"])

    @api.depends("contact_id.phone", "partner_id.phone", "lead_id.phone")
    @api.depends_context("uid")
    def _compute_phone(self):
        for call in self:
            # A call stays its author's when the client becomes a colleague's; the number is the client's.
            known = [record for record in (call.contact_id, call.lead_id, call.partner_id)
                     if record.sudo().is_client_accessible or not record]
            call.phone = next((record.phone for record in known if record.phone), False)

    @api.depends("direction", "partner_id", "lead_id")
    def _compute_kind(self):
        for call in self:
            if call.kind and call.state != "due":
                continue  # what a reported call was does not change with its deal
            if call.direction == "in":
                call.kind = "incoming"
            else:
                call.kind = "follow_up" if call._has_earlier_conversation() else "cold"

    @api.depends("user_id", "lead_id")
    def _compute_team_id(self):
        # The team of the day of the call: a later move of the person or the deal does not rewrite history.
        for call in self:
            call.team_id = call.team_id or call.user_id.sale_team_id or call.lead_id.team_id

    @api.depends("user_id", "lead_id", "partner_id")
    def _compute_company_id(self):
        for call in self:
            own = self.env.company if call.user_id == self.env.user else call.user_id.company_id
            call.company_id = call.lead_id.company_id or call.partner_id.company_id or own

    @api.depends("outcome_id", "disposition")
    @api.depends_context("lang")
    def _compute_demand(self):
        for call in self:
            call.is_lost_reason_demanded = call._ends_contact()
            demanded = [call._get_label(name) for name in call.outcome_id._get_demanded_fields()]
            call.demand_hint = self.env._("Required: %(fields)s", fields=", ".join(demanded)) if demanded else False

    @api.depends("disposition", "state")
    def _compute_is_conversation(self):
        for call in self:
            call.is_conversation = call.disposition == "answered" and call.state in ("reported", "confirmed")

    @api.depends("partner_id", "contact_id", "lead_id", "date_start")
    @api.depends_context("tz", "lang")
    def _compute_display_name(self):
        for call in self:
            who = (call.partner_id or call.contact_id or call.lead_id).display_name
            when = format_datetime(self.env, call.date_start, dt_format="short") if call.date_start else ""
            call.display_name = f"{who}, {when}" if who and when else who or when or self.env._("New call")
