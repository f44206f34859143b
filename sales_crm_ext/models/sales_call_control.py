from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import SQL

from .res_users import DIRECTOR

VERDICTS = [
    ("confirmed", "Confirmed"), ("discrepancy", "Discrepancy"), ("refuted", "Refuted"), ("unreachable", "Not Reached")]
# What a checker writes; all else is set by our methods alone.
ANSWERS = {"was_call", "was_when", "about", "promised", "takes_next", "note", "promise_line_ids"}


class SalesCallControl(models.Model):
    """A control call: the client is asked whether a reported call took place, and what was said.

    * The system draws which calls are checked, and by whom (``_draw``): nobody creates a check, chooses its call or its
      checker. One who knew which calls are checked would report those well.
    * The checker sees what is needed for the call of an open check of theirs, in fields of the check itself: the client,
      the deal and the call stay out of their reach. With the verdict the check leaves their list.
    * Leaders read the checks of their teams, directors all. Nobody sees or decides a check of their own call.
    * A verdict is given by a method, with the facts that it needs, moves the call (``sales.call._set_verdict``), and stays
      in ``verdict_ids`` when a director corrects it.
    """
    _name = "sales.call.control"
    _inherit = ["mail.thread", "mail.activity.mixin", "sales.client.access.mixin"]
    _description = "Control Call"
    _order = "drawn_at, id"
    _client_references_bind_everybody = True

    # what is checked, and by whom
    call_id = fields.Many2one("sales.call", required=True, readonly=True, ondelete="cascade")
    user_id = fields.Many2one("res.users", "Salesperson", required=True, readonly=True, help="Whose call it was.")
    team_id = fields.Many2one(related="call_id.team_id", store=True, index="btree_not_null")
    company_id = fields.Many2one(related="call_id.company_id", store=True, index=True)
    checker_id = fields.Many2one("res.users", readonly=True, ondelete="set null", index="btree_not_null")
    week = fields.Date("Week of the Call", required=True, readonly=True, help="Its Monday.")
    number = fields.Integer(
        "Draw", default=1, readonly=True, aggregator=None, help="Which of the person's calls of the week it was.")
    drawn_at = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    suspicion = fields.Char(readonly=True, groups="sales_crm_ext.group_sale_salesman_team")
    suspicion_text = fields.Text(
        "Why This Call", compute="_compute_suspicion_text", groups="sales_crm_ext.group_sale_salesman_team")
    age = fields.Integer(
        "Days Open", compute="_compute_age", aggregator="max", help="How long the check has waited since it was drawn.")
    # the answers
    was_call = fields.Selection([("yes", "Yes"), ("no", "No")], "Was There a Call?")
    was_when = fields.Selection(
        [("reported", "As Reported"), ("other", "At Another Time"), ("unknown", "Does Not Remember")], "When Was It?")
    about = fields.Text("About What?")
    promised = fields.Text("What Was Promised?")
    takes_next = fields.Selection([("yes", "Yes"), ("no", "No")], "Takes the Next Call?")
    note = fields.Text("Remark")
    promise_line_ids = fields.One2many("sales.call.control.promise", "control_id", "Promises of the Call")
    # the verdict
    state = fields.Selection([("open", "Open"), ("done", "Done")], default="open", required=True, readonly=True)
    verdict = fields.Selection(VERDICTS, readonly=True)
    date = fields.Datetime("Checked At", readonly=True)
    verdict_ids = fields.One2many("sales.call.control.verdict", "control_id", "History", readonly=True)
    attempt_count = fields.Integer("Not Reached", readonly=True, aggregator=None, help="How often nobody could be reached.")
    last_attempt_at = fields.Datetime("Last Attempt", readonly=True)
    next_attempt_at = fields.Datetime("Next Attempt", readonly=True)
    is_week_proposed = fields.Boolean("Whole Week Proposed", readonly=True)

    _call_id_uniq = models.UniqueIndex("(call_id)", "A call is checked once.")
    _user_id_week_number_uniq = models.UniqueIndex(
        "(user_id, week, number)", "Somebody has just drawn the calls of this week. Reload the page.")
    _checker_open_idx = models.Index("(checker_id, drawn_at) WHERE state = 'open'")
    _user_date_idx = models.Index("(user_id, date) WHERE state = 'done'")
    _somebody_else = models.Constraint("CHECK (checker_id <> user_id)", "Nobody checks their own calls.")

    @api.model
    def _get_client_access_domain(self):
        user = self.env.user
        if user._has_group(DIRECTOR):
            return Domain.TRUE
        # Of colleagues for whom one stands in, nothing: one works for them there, and does not check them.
        team = Domain("user_id", "in", sorted(user._get_team_user_ids() - {user.id}))
        return Domain([("checker_id", "=", user.id), ("state", "=", "open")]) | team

    @api.depends("suspicion")
    @api.depends_context("lang")
    def _compute_suspicion_text(self):
        sentences = self._get_suspicion_sentences()
        for control in self:
            codes = (control.suspicion or "").split(",")
            control.suspicion_text = "\n".join(sentences[code] for code in codes if code in sentences) \
                or self.env._("Drawn by chance.")

    @api.depends("drawn_at", "date", "state")
    def _compute_age(self):
        now = fields.Datetime.now()
        for control in self:
            end = control.date if control.state == "done" else now
            control.age = max(0, (end - control.drawn_at).days) if end and control.drawn_at else 0

    def _read_group_select(self, aggregate_spec, query):
        if aggregate_spec != "age:max":
            return super()._read_group_select(aggregate_spec, query)
        # The oldest check that still waits, beside the name of its checker.
        return SQL(
            "COALESCE(EXTRACT(DAY FROM %(now)s - MIN(%(drawn)s) FILTER (WHERE %(state)s = 'open')), 0)::integer",
            now=fields.Datetime.now(), drawn=self._field_to_sql(self._table, "drawn_at", query),
            state=self._field_to_sql(self._table, "state", query))

    @api.depends("user_id", "call_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        # Planned activities keep it: the client is not in it. The colleague's name is no secret.
        for control in self:
            control.display_name = self.env._(
                "Check of a call of %(name)s", name=control.user_id.sudo().name) if control.user_id else ""

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise AccessError(self.env._("Which calls are checked is drawn by the system."))
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su:
            self._check_writes(vals)
        return super().write(vals)

    def _check_writes(self, vals):
        """:raise AccessError: for anything but the answers of a check that waits for the present user"""
        if vals.keys() - ANSWERS:
            raise AccessError(self.env._("Answers are written here; all else of a check is set by the system."))
        for control in self:
            control._check_mine()

    def _check_mine(self):
        """:raise AccessError: unless this check waits for the present user"""
        self.check_access("write")
        if self.state != "open" or self.checker_id != self.env.user or self.user_id == self.env.user:
            raise AccessError(self.env._("This check waits for somebody else, or it is done."))

    @api.model
    def _get_suspicion_sentences(self):
        return {
            "weak": self.env._("The report says little."),
            "no_record": self.env._("The phone system knows nothing of this call."),
            "no_phone": self.env._("The client has no phone number: which one was called?"),
            "new_phone": self.env._("The salesperson has changed the client's phone number lately."),
            "burst": self.env._("Many reports were written within minutes."),
            "overlap": self.env._("Another call took place at the same time."),
            "copy": self.env._("The report is like an earlier one."),
            "number": self.env._("Several clients have this phone."),
            "week": self.env._("The whole week is checked."),
        }
