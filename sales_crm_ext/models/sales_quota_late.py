from odoo import fields, models


class SalesQuotaLate(models.Model):
    """A day of the past about which the ledger learnt something: its figures are read from the ledger until the job has
    added them up again.

    Rows are only ever added by those who work, and taken away by the job that saw them, so that nobody waits for anybody.
    """
    _name = "sales.quota.late"
    _description = "Day to Be Added Up Again"
    _log_access = False

    user_id = fields.Many2one("res.users", required=True, ondelete="cascade", index=True)
    metric_id = fields.Many2one("sales.metric", required=True, ondelete="cascade")
    date = fields.Date(required=True)
