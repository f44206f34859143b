from datetime import datetime, time, timedelta

from odoo import api, fields, models

from ..tools.trust_index import get_trust_index

TRUST_DAYS = 90
_WEEK = timedelta(days=7)


class SalesTrust(models.Model):
    """How far a person's reports can be trusted, week by week: what the control calls of the last 90 days found.

    Written by the daily job, for the running week and the one before; earlier ones stay as they were known then.
    """
    _name = "sales.trust"
    _description = "Trust Index"
    _order = "week desc, index, id"
    _rec_name = "user_id"

    user_id = fields.Many2one("res.users", "Salesperson", required=True, readonly=True, ondelete="cascade")
    week = fields.Date(required=True, readonly=True, index=True, help="Its Monday.")
    checked = fields.Integer(readonly=True, help="Checks with a verdict in the 90 days up to the end of the week.")
    confirmed = fields.Integer(readonly=True)
    discrepancy = fields.Integer("Discrepancies", readonly=True)
    refuted = fields.Integer(readonly=True)
    unreachable = fields.Integer(
        "Not Reached", readonly=True, help="Attempts that reached nobody. They say nothing about the report.")
    index = fields.Float(
        "Trust Index", readonly=True, digits=(3, 2), aggregator="min",
        help="Lower bound of the confirmed share, at 95 %: few checks do not make a hero. Of several rows, the lowest.")

    _user_id_week_uniq = models.UniqueIndex("(user_id, week)")

    @api.model
    def _settle(self):
        """Work out the running week and the one before, of everybody who was checked."""
        monday = self.env["sales.call.control"]._get_monday(fields.Date.today())
        for week in (monday - _WEEK, monday):
            self._settle_week(week)

    @api.model
    def _settle_week(self, week):
        known = {row.user_id: row for row in self.search([("week", "=", week)])}
        new = []
        for user, counts in self._count(week).items():
            values = self._prepare_values(counts)
            if user not in known:
                new.append({"user_id": user.id, "week": week, **values})
            elif any(known[user][name] != value for name, value in values.items()):
                known[user].write(values)
        self.create(new)

    @api.model
    def _count(self, week):
        """``{user: {verdict: number}}`` of the 90 days up to the end of the week."""
        stop = datetime.combine(week + _WEEK, time.min)
        since = stop - timedelta(days=TRUST_DAYS)
        counts = {}
        for user, verdict, count in self.env["sales.call.control"]._read_group(
                [("state", "=", "done"), ("date", ">=", since), ("date", "<", stop)], ["user_id", "verdict"], ["__count"]):
            counts.setdefault(user, {})[verdict] = count
        for user, count in self.env["sales.call.control.verdict"]._read_group(
                [("verdict", "=", "unreachable"), ("date", ">=", since), ("date", "<", stop)],
                ["control_id.user_id"], ["__count"]):
            counts.setdefault(user, {})["unreachable"] = count
        return counts

    @api.model
    def _prepare_values(self, counts):
        values = {name: counts.get(name, 0) for name in ("confirmed", "discrepancy", "refuted", "unreachable")}
        checked = values["confirmed"] + values["discrepancy"] + values["refuted"]
        return {**values, "checked": checked, "index": round(get_trust_index(values["confirmed"], checked), 2)}
