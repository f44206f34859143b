from odoo import api, fields, models


class SalesCall(models.Model):
    """One call with a client and its report."""
    _name = "sales.call"
    _inherit = ["mail.thread", "sales.client.scope.mixin"]
    _description = "Call"
    _order = "date_start desc, id desc"
    _rec_name = "topic"

    partner_id = fields.Many2one("res.partner", "Client", index=True, ondelete="restrict")
    contact_id = fields.Many2one("res.partner", "Contact", index="btree_not_null", ondelete="set null")
    lead_id = fields.Many2one("crm.lead", "Lead", index="btree_not_null", ondelete="set null")
    user_id = fields.Many2one(
        "res.users", "Salesperson", required=True, readonly=True, index=True, default=lambda self: self.env.user)
    team_id = fields.Many2one("crm.team", "Sales Team", index="btree_not_null")
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    direction = fields.Selection([("out", "Outgoing"), ("in", "Incoming")], default="out", required=True)
    kind = fields.Selection(
        [("cold", "Cold"), ("follow_up", "Follow-up"), ("incoming", "Incoming")], default="follow_up", required=True)
    date_start = fields.Datetime("Called At", required=True, default=fields.Datetime.now, index=True)
    duration = fields.Integer("Duration (s)", help="Talk time in seconds.")
    disposition = fields.Selection(
        [("answered", "Answered"), ("no_answer", "No Answer"), ("busy", "Busy"), ("voicemail", "Voicemail"),
         ("wrong_number", "Wrong Number")], default="answered", required=True)
    outcome_id = fields.Many2one("sales.call.outcome", "Outcome", index="btree_not_null", ondelete="restrict")
    topic = fields.Text("Discussed")
    agreement = fields.Text("Agreed")
    stop_point = fields.Text("Stopped At")
    next_step_type_id = fields.Many2one("mail.activity.type", "Next Step", ondelete="restrict")
    next_contact_at = fields.Datetime("Next Contact")
    lost_reason_id = fields.Many2one("crm.lost.reason", "Refusal Reason", index="btree_not_null", ondelete="restrict")
    pain_ids = fields.One2many("sales.pain", "call_id", "Pains")
    promise_ids = fields.One2many("sales.promise", "call_id", "Promises")
    origin = fields.Selection([("manual", "Manual"), ("pbx", "PBX")], default="manual", required=True, readonly=True)
    external_id = fields.Char("External ID", readonly=True, index="btree_not_null", copy=False)
    quality_score = fields.Integer("Report Quality", readonly=True, copy=False, aggregator="avg")
    quality_notes = fields.Text("Quality Notes", readonly=True, copy=False)
    state = fields.Selection(
        [("due", "Report Due"), ("reported", "Reported"), ("confirmed", "Confirmed"), ("refuted", "Refuted")],
        default="due", required=True, readonly=True, copy=False, index=True)

    _client_scope_date_idx = models.Index("(client_scope_id, date_start DESC, id DESC)")

    @api.depends("user_id")
    def _compute_client_scope_id(self):
        Scope = self.env["sales.client.scope"]
        for call in self:
            call.client_scope_id = Scope._get_for_people(call.user_id, self.env["res.users"])
