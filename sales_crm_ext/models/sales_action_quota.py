from odoo import api, fields, models
from odoo.tools import SQL


class SalesAction(models.Model):
    """What comes in about a day that is over is told to the quotas of that day."""
    _inherit = "sales.action"

    @api.model_create_multi
    def create(self, vals_list):
        actions = super().create(vals_list)
        now = fields.Datetime.now()
        today = {user: user._get_local_day(now) for user in actions.user_id}
        late = {(action.user_id.id, action.metric_id.id, action.date)
                for action in actions if action.date < today[action.user_id]}
        if late:
            self._tell_quotas(late)
        return actions

    @api.model
    def _tell_quotas(self, late):
        self.env["sales.quota.day"].flush_model(["user_id", "metric_id", "date"])
        self.env.cr.execute(SQL(
            """INSERT INTO sales_quota_late (user_id, metric_id, date)
               SELECT user_id, metric_id, date FROM sales_quota_day WHERE (user_id, metric_id, date) IN %s""",
            tuple(sorted(late))))
        self.env["sales.quota.late"].invalidate_model()
