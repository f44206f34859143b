from collections import defaultdict

from odoo import api, fields, models


class SalesActionHold(models.Model):
    """Records whose facts are not counted yet, because their author owes reports of calls for too long.

    A fact done while its author is blocked waits here, and is counted on the day when it was done as soon as the reports
    are written, the director changes the rule, or a leader lifts the block for that day. What is counted stays counted.
    """
    _name = "sales.action.hold"
    _description = "Action Held Back"

    user_id = fields.Many2one("res.users", required=True, readonly=True, index=True, ondelete="cascade")
    res_model = fields.Char("Source Model", required=True, readonly=True)
    res_id = fields.Many2oneReference("Source", model_field="res_model", required=True, readonly=True)

    @api.model
    def _hold(self, source, facts, ids):
        """The facts (see ``sales.action._settle``) without those that wait."""
        people = self.env["res.users"].union(*(fact.user for found in facts.values() for fact in found))
        blocks = people._get_blocks()
        if not blocks:
            return facts
        lifted = self.env["sales.block.lift"]._get_lifted(blocks)
        counted = self._get_counted(source, ids)
        passed, held = {}, set()
        for (metric_id, id_), found in facts.items():
            passed[metric_id, id_] = []
            for fact in found:
                is_free = (
                    fact.user.id not in blocks or max(fact.done_at, fact.known_at or fact.done_at) < blocks[fact.user.id]
                    or (metric_id, id_, fact.email) in counted
                    or (fact.user.id, fact.user._get_local_day(fact.done_at)) in lifted)
                if is_free:
                    passed[metric_id, id_].append(fact)
                else:
                    held.add((fact.user.id, id_))
        self._keep(source, held)
        return passed

    @api.model
    def _get_counted(self, source, ids):
        booked, _steps = self.env["sales.action"]._get_booked(source, ids)
        return {key for key, places in booked.items() if sum(claimed for claimed, *_rest in places.values()) > 0}

    @api.model
    def _keep(self, source, held):
        known = self.search_fetch(
            [("res_model", "=", source), ("res_id", "in", [id_ for _user_id, id_ in held])], ["user_id", "res_id"])
        known = {(row.user_id.id, row.res_id) for row in known}
        self.create([{"user_id": user_id, "res_model": source, "res_id": id_} for user_id, id_ in sorted(held - known)])

    @api.model
    def _release(self, users=None):
        """Settle what waits, of these users or of everybody, anew: what still has to wait is kept again."""
        rows = self.search([("user_id", "in", users.ids)] if users is not None else [])
        waiting = defaultdict(dict)
        for row in rows:
            waiting[row.res_model][row.res_id] = row.user_id
        rows.unlink()
        for model, holders in waiting.items():
            if model in self.env:
                self.env[model].browse(holders).exists()._settle_actions(holders=holders)

    @api.model
    def _cron_release(self):
        """What could not be counted at once: a fact and the last report written by two requests at the same moment."""
        people = self.env["res.users"].browse(
            user.id for user, in self._read_group([], ["user_id"]))
        free = people - people._filter_blocked()
        if free:
            self._release(free)


class SalesAction(models.Model):
    _inherit = "sales.action"

    @api.model
    def _settle(self, source, facts, ids):
        return super()._settle(source, self.env["sales.action.hold"]._hold(source, facts, ids), ids)
