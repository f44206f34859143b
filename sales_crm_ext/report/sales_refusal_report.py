from odoo import fields, models
from odoo.tools import SQL


class SalesRefusalReport(models.Model):
    """Why clients refuse: lost deals by reason, pain and channel.

    A row is a lost deal and one category of its pains (those of the deal, and those of its client that belong to no
    deal); a deal without pains has one row. A deal with two pains stands under both and counts once in every total.
    """
    _name = "sales.refusal.report"
    _inherit = ["sales.report.mixin"]
    _description = "Refusals"
    _auto = False
    _rec_name = "lead_id"
    _order = "date desc, id desc"

    date = fields.Date("Lost On", readonly=True)
    lead_id = fields.Many2one("crm.lead", "Deal", readonly=True)
    channel_id = fields.Many2one("sales.channel", readonly=True)
    lost_reason_id = fields.Many2one("crm.lost.reason", "Refusal Reason", readonly=True)
    category_id = fields.Many2one("sales.pain.category", "Pain", readonly=True)
    lead_count = fields.Integer("Lost Deals", readonly=True)
    lost_amount = fields.Monetary(readonly=True, help="At the rate of the day the deal was lost.")

    _depends = {
        "crm.lead": ["user_id", "team_id", "company_id", "partner_id", "channel_id", "lost_reason_id", "won_status",
                     "date_closed", "expected_revenue", "client_scope_id"],
        "sales.pain": ["lead_id", "partner_id", "category_id"],
        "res.partner": ["commercial_partner_id", "tz"],
        "res.users": ["partner_id"],
    }

    def _get_record(self):
        return self.lead_id

    def _read_group_select(self, aggregate_spec, query):
        name = aggregate_spec.split(":")[0]
        if name not in ("lead_count", "lost_amount"):
            return super()._read_group_select(aggregate_spec, query)
        lead = self._field_to_sql(self._table, "lead_id", query)
        if name == "lead_count":
            return SQL("COUNT(DISTINCT %s)", lead)
        return SQL(
            "(SELECT SUM(deal.amount) FROM (SELECT DISTINCT * FROM unnest(array_agg(%s), array_agg(%s)))"
            " AS deal(id, amount))", lead, self._field_to_sql(self._table, "lost_amount", query))

    @property
    def _table_query(self):
        return SQL(
            """SELECT lead.id::bigint * 100000 + COALESCE(pain.category_id, 0) AS id, lead.id AS lead_id,
                      lead.fact_day AS date, lead.partner_id, lead.user_id, lead.team_id,
                      COALESCE(lead.channel_id, %(not_stated)s) AS channel_id, lead.lost_reason_id, pain.category_id,
                      1 AS lead_count, lead.fact_amount AS lost_amount, %(currency)s AS currency_id, lead.company_id,
                      lead.client_scope_id
                 FROM (%(deals)s) lead
                 LEFT JOIN res_partner contact ON contact.id = lead.partner_id
                 LEFT JOIN LATERAL (
                      SELECT DISTINCT category_id FROM sales_pain
                       WHERE lead_id = lead.id
                          OR lead_id IS NULL AND partner_id IN (contact.id, contact.commercial_partner_id)) pain ON TRUE""",
            not_stated=self.env["sales.channel"]._get_not_stated().id, currency=self.env.company.currency_id.id,
            deals=self._sql_closed_deals("lost"))
