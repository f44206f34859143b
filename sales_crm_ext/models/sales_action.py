from collections import defaultdict
from dataclasses import dataclass

from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError, UserError
from odoo.tools import SQL


@dataclass
class Fact:
    """What one record counts for under one metric: whose work it is, when it was done (UTC), with whom.

    ``email`` tells facts of one record apart, as the addressees of a letter. ``known_at`` is when the system learnt of a
    fact whose moment is its author's word.
    """
    user: models.BaseModel
    done_at: object
    partner_id: int = False
    lead_id: int = False
    team_id: int = False
    company_id: int = False
    email: str = ""
    is_verified: bool = False
    known_at: object = None


class SalesAction(models.Model):
    """The ledger of work: one row for a fact and a metric, never edited. Corrections are rows of their own.

    Figures are sums of :attr:`claimed` (what the person says) and :attr:`verified` (what a phone system, a mail server or
    a control call has borne out). A fact begins with claimed 1; what bears it out adds verified 1; what refutes it takes
    away what is there. :attr:`state` says which of the three a row is. Corrections stand on the day of the fact, so that
    the day is right. Rows are written by :meth:`_settle` alone, from the present state of the records they come of.
    """
    _name = "sales.action"
    _inherit = ["sales.client.scope.mixin"]
    _description = "Action"
    _order = "done_at desc, id desc"
    _rec_name = "metric_id"
    _client_scope_is_owners = True

    metric_id = fields.Many2one("sales.metric", required=True, readonly=True, index=True, ondelete="restrict")
    user_id = fields.Many2one("res.users", "Salesperson", required=True, readonly=True, ondelete="restrict")
    team_id = fields.Many2one("crm.team", "Sales Team", readonly=True, index="btree_not_null")
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    date = fields.Date(required=True, readonly=True, help="The day of the fact in the salesperson's time zone.")
    done_at = fields.Datetime(required=True, readonly=True)
    partner_id = fields.Many2one("res.partner", "Client", readonly=True, index="btree_not_null", ondelete="set null")
    lead_id = fields.Many2one("crm.lead", readonly=True, index="btree_not_null", ondelete="set null")
    res_model = fields.Char("Source Model", required=True, readonly=True)
    res_id = fields.Many2oneReference("Source", model_field="res_model", required=True, readonly=True)
    email_normalized = fields.Char("Addressee", readonly=True)
    step = fields.Integer(required=True, readonly=True, help="The first row of a fact is 0, its corrections follow.")
    state = fields.Selection(
        [("claimed", "Claimed"), ("verified", "Verified"), ("refuted", "Refuted")], required=True, readonly=True)
    claimed = fields.Integer(readonly=True)
    verified = fields.Integer(readonly=True)

    _source_uniq = models.UniqueIndex("(res_model, res_id, metric_id, COALESCE(email_normalized, ''), step)")
    _figures_idx = models.Index("(user_id, date, metric_id) INCLUDE (claimed, verified)")
    _date_idx = models.Index("(date)")
    _done_idx = models.Index("(done_at DESC, id DESC)")
    _client_scope_idx = models.Index("(client_scope_id, done_at DESC, id DESC)")

    @api.depends("user_id")
    def _compute_client_scope_id(self):
        Scope = self.env["sales.client.scope"]
        for action in self:
            action.client_scope_id = Scope._get_for_people(action.user_id, self.env["res.users"])

    def write(self, vals):
        """Clients may be merged or go; what was done stays."""
        self.check_access("write")
        if vals.keys() - {"partner_id", "lead_id", "client_scope_id"}:
            raise UserError(self.env._("What was counted stays as it is. A correction is an entry of its own."))
        return super().write(vals)

    def action_open_source(self):
        """Open what was counted: the call, the meeting, the client, the file, the deal."""
        self.ensure_one()
        return {"type": "ir.actions.act_window", "res_model": self.res_model, "res_id": self.res_id, "view_mode": "form",
                "views": [(False, "form")]}

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("What was counted is not deleted. A correction is an entry of its own."))

    # ------------------------------------------------------------
    # SETTLING
    # ------------------------------------------------------------

    @api.model
    def _settle(self, source, facts, ids):
        """Add the rows that are missing between what stands here of records ``ids`` of the model ``source`` and what they
        count for now: ``facts``, a list of :class:`Fact` by metric id and record id."""
        wanted = {}
        for (metric_id, id_), found in facts.items():
            for fact in filter(lambda fact: fact.user, found):
                key = metric_id, id_, fact.email
                wanted[key] = (fact.user.id, fact.user._get_local_day(fact.done_at)), fact
        booked, steps = self._get_booked(source, ids)
        rows = []
        for key in {*wanted, *booked}:
            rows += self._make_rows(source, key, wanted.get(key), booked.get(key, {}), steps.get(key, 0))
        return self._book(rows)

    @api.model
    def _bear_out(self, source, ids, is_borne_out=True):
        """Verify what is claimed of these records, where it was claimed, whatever became of them since; or no longer."""
        booked, steps = self._get_booked(source, ids)
        rows = []
        for (metric_id, id_, email), places in booked.items():
            for claimed, verified, first_id in places.values():
                if change := (claimed if is_borne_out else 0) - verified:
                    rows.append({
                        **self.browse(first_id)._copy_place(), "metric_id": metric_id, "res_model": source, "res_id": id_,
                        "email_normalized": email or False, "claimed": 0, "verified": change,
                        "state": "verified" if change > 0 else "refuted", "step": steps[metric_id, id_, email]})
                    steps[metric_id, id_, email] += 1
        return self._book(rows)

    @api.model
    def _book(self, rows):
        """
        :raise ConcurrencyError: another transaction settles the same record at this moment; Odoo repeats the request, which
            then sees what is booked
        """
        try:
            return self.create(rows)
        except UniqueViolation as error:
            raise ConcurrencyError(self.env._("The same record is being counted by somebody else.")) from error

    @api.model
    def _get_booked(self, source, ids):
        """``{(metric id, record id, email): {(user id, day): row}}`` with the sums, and the next step of each key."""
        booked, steps = defaultdict(dict), {}
        if not ids:
            return booked, steps
        self.flush_model()
        for metric_id, id_, email, user_id, day, *row, step in self.env.execute_query(SQL(
            """SELECT metric_id, res_id, COALESCE(email_normalized, ''), user_id, date, sum(claimed), sum(verified),
                      min(id), max(step)
                 FROM sales_action WHERE res_model = %s AND res_id IN %s
                GROUP BY metric_id, res_id, COALESCE(email_normalized, ''), user_id, date""", source, tuple(ids))):
            key = metric_id, id_, email
            booked[key][user_id, day] = row
            steps[key] = max(steps.get(key, 0), step + 1)
        return booked, steps

    @api.model
    def _make_rows(self, source, key, wanted, booked, step):
        """Rows that bring one fact from what is booked, on any day and for anybody, to what is wanted."""
        metric_id, id_, email = key
        place, fact = wanted or (None, None)
        common = {"metric_id": metric_id, "res_model": source, "res_id": id_, "email_normalized": email or False}
        rows = []
        for where, (claimed, verified, first_id) in booked.items():
            if where != place and (claimed or verified):
                first = self.browse(first_id)
                rows.append({**common, **first._copy_place(), "claimed": -claimed, "verified": -verified})
        if place:
            claimed, verified, first_id = booked.get(place, (0, 0, 0))
            change = {"claimed": 1 - claimed, "verified": fact.is_verified - verified}
            if any(change.values()):
                rows.append({**common, **(self.browse(first_id)._copy_place() if first_id else self._place(place, fact)),
                             **change})
        for number, row in enumerate(rows, step):
            row.update(step=number, state=self._get_state(row))
        return rows

    @api.model
    def _place(self, place, fact):
        user_id, day = place
        return {
            "user_id": user_id, "date": day, "done_at": fact.done_at, "partner_id": fact.partner_id, "lead_id": fact.lead_id,
            "team_id": fact.team_id or fact.user.sale_team_id.id,
            "company_id": fact.company_id or fact.user.company_id.id,
        }

    def _copy_place(self):
        return {name: self[name].id if self._fields[name].type == "many2one" else self[name] for name in (
            "user_id", "date", "done_at", "partner_id", "lead_id", "team_id", "company_id")}

    @api.model
    def _get_state(self, row):
        if row["claimed"] < 0 or row["verified"] < 0:
            return "refuted"
        return "verified" if row["verified"] else "claimed"
