from odoo import models
from odoo.tools import SQL


class ResUsers(models.Model):
    """What makes a person's calls worth a closer look."""
    _inherit = "res.users"

    def _get_unanswered_manual_share(self, date_from, date_to):
        """``{user: share}``: how many of a person's reported calls between two days, these included, nobody answered and
        the phone system knows nothing of; for those who reported any. Such a call costs its author nothing, and nobody
        can bear it out. To be called as superuser, as whoever draws the sample does."""
        self.env["sales.call"].flush_model()
        self.env["res.partner"].flush_model(["tz"])
        Report = self.env["sales.manager.report"]
        rows = self.env.execute_query(SQL(
            """SELECT call.user_id, avg((call.origin = 'manual' AND call.disposition != 'answered')::integer)::float8
                 FROM (%s) call
                WHERE call.user_id = ANY(%s) AND call.state != 'due' AND call.date_start >= %s::date - 1
                  AND call.date_start < %s::date + 2 AND call.fact_day BETWEEN %s AND %s
                GROUP BY call.user_id""",
            Report._sql_calls(), self.ids, date_from, date_to, date_from, date_to))
        return {self.browse(user_id): share for user_id, share in rows}
