from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain


class SalesCallControlPromise(models.Model):
    """A promise that nobody but its author had settled when its call was drawn, and what the client says of it."""
    _name = "sales.call.control.promise"
    _inherit = ["sales.client.access.mixin"]
    _description = "Promise Asked in a Control Call"
    _order = "id"
    _rec_name = "answer"

    control_id = fields.Many2one("sales.call.control", required=True, readonly=True, index=True, ondelete="cascade")
    promise_id = fields.Many2one("sales.promise", required=True, readonly=True, index=True, ondelete="cascade")
    promised_by = fields.Selection([("us", "We"), ("client", "Client")], compute="_compute_promise")
    description = fields.Char(compute="_compute_promise")
    date_due = fields.Date("Due On", compute="_compute_promise")
    answer = fields.Selection(
        [("kept", "Kept"), ("waiting", "Promised, Not Done Yet"), ("broken", "Not Kept"), ("denied", "Never Promised")],
        "The Client Says")

    @api.model
    def _get_client_access_domain(self):
        # any!: who is asked about a promise need not reach it, nor its call.
        return Domain("control_id", "any!", self.env["sales.call.control"]._get_client_access_domain())

    @api.depends("promise_id.promised_by", "promise_id.description", "promise_id.date_due")
    @api.depends_context("uid")
    def _compute_promise(self):
        # As in sales_call_control_reported.
        shown = self._origin.with_context(prefetch_fields=False)._filtered_access("read")
        nothing = self.env["sales.promise"].sudo()
        for line in self:
            # sudo: who asks about a promise need not reach it.
            promise = line._origin.sudo().promise_id if line._origin in shown else nothing
            line.promised_by, line.description, line.date_due = promise.promised_by, promise.description, promise.date_due

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise AccessError(self.env._("Which promises are asked about follows from the call."))
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su:
            if vals.keys() - {"answer"}:
                raise AccessError(self.env._("Answers are written here; all else of a check is set by the system."))
            for control in self.control_id:
                control._check_mine()
        return super().write(vals)

    def action_kept(self):
        """The client says that the promise was kept."""
        return self._answer("kept")

    def action_waiting(self):
        """The client says that it was promised, and is not done yet."""
        return self._answer("waiting")

    def action_broken(self):
        """The client says that the promise was not kept."""
        return self._answer("broken")

    def action_denied(self):
        """The client says that nobody promised this."""
        return self._answer("denied")

    def _answer(self, answer):
        self.answer = answer
        # Odoo closes the form over a list after a button that answers nothing.
        return self.control_id.action_open_check()

    def _settle_promises(self):
        """What the client says of a promise holds, whatever its author said, as long as nobody else has settled it."""
        for line in self.filtered(lambda line: line.answer in ("kept", "broken") and line.promise_id._is_unsettled()):
            # Promises are the salesperson's to write; here the client has the last word.
            line.promise_id.sudo().state = line.answer
