from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from .res_users import DIRECTOR

# Given by the system alone.
_CLOSED = {"closed_at", "closed_by_id"}


class SalesPromise(models.Model):
    """What is still to be kept, and who said that it was.

    An overdue promise stays open, however late: it is kept or broken when somebody says so.
    """
    _inherit = "sales.promise"

    contact_id = fields.Many2one(related="call_id.contact_id", store=True, index="btree_not_null", precompute=True)
    closed_at = fields.Datetime(readonly=True, copy=False, help="When it was marked as kept or broken.")
    closed_by_id = fields.Many2one("res.users", readonly=True, copy=False, help="Who marked it as kept or broken.")
    is_overdue = fields.Boolean("Overdue", compute="_compute_overdue", search="_search_is_overdue")
    days_overdue = fields.Integer(compute="_compute_overdue")

    _client_derived_fields = ("client_scope_id", "partner_id", "contact_id", "lead_id", "user_id", "company_id")

    _open_scope_idx = models.Index("(client_scope_id, date_due, id) WHERE state = 'open'")
    _open_user_idx = models.Index("(user_id, date_due) WHERE state = 'open'")

    @api.depends("state", "date_due")
    @api.depends_context("tz")
    def _compute_overdue(self):
        today = fields.Date.context_today(self)
        for promise in self:
            is_due = promise.state == "open" and promise.date_due
            promise.days_overdue = max((today - promise.date_due).days, 0) if is_due else 0
            promise.is_overdue = promise.days_overdue > 0

    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        overdue = Domain([("state", "=", "open"), ("date_due", "<", "today")])
        return Domain.OR(overdue if wanted else ~overdue for wanted in value)

    @api.model_create_multi
    def create(self, vals_list):
        default = self.default_get(["state"])["state"]
        return super().create([
            {**self._get_closing_values(vals.get("state", default)), **self._leave_closing_out(vals)}
            for vals in vals_list])

    def write(self, vals):
        vals = self._leave_closing_out(vals)
        changed = self.filtered(lambda promise: promise.state != vals["state"]) if "state" in vals else self.browse()
        if not changed:
            return super().write(vals)
        changed._check_may_close()
        super(SalesPromise, self - changed).write(vals)
        return super(SalesPromise, changed).write({**vals, **self._get_closing_values(vals["state"])})

    @api.model
    def _leave_closing_out(self, vals):
        return vals if self.env.su else {name: value for name, value in vals.items() if name not in _CLOSED}

    @api.model
    def _get_closing_values(self, state):
        if state == "open":
            return {"closed_at": False, "closed_by_id": False}
        return {"closed_at": fields.Datetime.now(), "closed_by_id": self.env.uid}

    def _check_may_close(self):
        """
        :raise AccessError: when a promise of ours is marked by somebody who does not answer for it
        """
        if self.env.su or self.env.user._has_group(DIRECTOR):
            return
        people = self.env.user._get_client_user_ids()
        for promise in self:
            if promise.promised_by == "us" and promise.user_id.id not in people:
                raise AccessError(self.env._(
                    'Whether we kept "%(promise)s" is said by %(name)s, who promised it, their leader or deputy.',
                    promise=promise.description, name=promise.user_id.name))

    def _is_unsettled(self):
        """Whether nobody has said what became of it, but whose promise it is."""
        return self.state == "open" or self.closed_by_id == self.user_id

    @api.ondelete(at_uninstall=False)
    def _unlink_except_reported(self):
        if self.env["res.users"]._is_present_user_restricted() and any(self.mapped(
                lambda promise: promise.call_id.state != "due")):
            raise UserError(self.env._("What was promised in a reported call is kept or broken, not deleted."))

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_keep(self):
        """Mark the promises as kept."""
        self.write({"state": "kept"})

    def action_break(self):
        """Mark the promises as broken."""
        self.write({"state": "broken"})

    def action_reopen(self):
        """Mark the promises as open again."""
        self.write({"state": "open"})

    def action_open_call(self):
        """Open the call in which it was promised."""
        self.ensure_one()
        return {"type": "ir.actions.act_window", "res_model": "sales.call", "res_id": self.call_id.id, "view_mode": "form",
                "views": [(False, "form")]}
