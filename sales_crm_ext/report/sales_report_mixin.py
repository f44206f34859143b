from odoo import api, fields, models
from odoo.tools import SQL


class SalesReportMixin(models.AbstractModel):
    """What the director's reports share.

    A report is a query (:attr:`_table_query`) whose rows are facts: each row has the scope of the record behind it, so
    that the rule of that record holds for its row, and opens that record.

    * Days are those of the salesperson's time zone, or of the reader's where nobody is in charge.
    * Amounts are in the currency of the reader's present company, at the rate of the fact's day.
    * Ratios are ratios of sums on every level of a pivot: :attr:`_ratios` names numerator and denominator.
    """
    _name = "sales.report.mixin"
    _inherit = ["sales.client.scope.mixin"]
    _description = "Sales Report Mixin"

    # field: (numerator, denominator, smallest denominator that gives a ratio)
    _ratios = {}

    client_scope_id = fields.Many2one(compute=None, precompute=False, readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)

    def _read_group_select(self, aggregate_spec, query):
        name = aggregate_spec.split(":")[0]
        if name not in self._ratios:
            return super()._read_group_select(aggregate_spec, query)
        self._check_field_access(self._fields[name], "read")
        numerator, denominator, minimum = self._ratios[name]
        total = SQL("SUM(%s)", self._field_to_sql(self._table, denominator, query))
        return SQL(
            "CASE WHEN %(total)s >= %(minimum)s THEN SUM(%(part)s)::float8 / NULLIF(%(total)s, 0) END",
            total=total, minimum=self._get_ratio_minimum(minimum),
            part=self._field_to_sql(self._table, numerator, query))

    def _get_ratio_minimum(self, minimum):
        return minimum

    def action_open_record(self):
        """Open the record behind the row."""
        self.ensure_one()
        record = self._get_record()
        return {
            "type": "ir.actions.act_window", "res_model": record._name, "res_id": record.id, "view_mode": "form",
            "views": [(False, "form")]}

    def _get_record(self):
        """To be defined by each report: the record that the row counts."""
        raise NotImplementedError

    # ------------------------------------------------------------
    # SQL
    # ------------------------------------------------------------

    @api.model
    def _sql_day(self, moment, timezone):
        """The calendar day of a UTC timestamp; ``timezone`` is an expression that may be NULL: the reader's then."""
        return SQL("(%s AT TIME ZONE 'UTC' AT TIME ZONE COALESCE(%s, %s))::date", moment, timezone, self.env.tz.zone)

    @api.model
    def _sql_amount(self, amount, currency, day):
        """``amount`` in the currency of the present company, at the rate of ``day``; NULL currency means that one."""
        own = self.env.company.currency_id.id
        return SQL(
            "CASE WHEN COALESCE(%(currency)s, %(own)s) = %(own)s THEN %(amount)s::float8"
            " ELSE %(amount)s::float8 * %(rate_to)s / %(rate_from)s END",
            amount=amount, currency=currency, own=own,
            rate_to=self._sql_rate(SQL("%s", own), day), rate_from=self._sql_rate(currency, day))

    @api.model
    def _sql_rate(self, currency, day):
        """As ``res.currency._get_rates`` has it: the last rate by that day, else the first one ever, else 1."""
        root = self.env.company.root_id.id
        return SQL(
            """COALESCE(
                (SELECT rate FROM res_currency_rate WHERE currency_id = %(currency)s AND name <= %(day)s
                    AND (company_id IS NULL OR company_id = %(root)s) ORDER BY company_id, name DESC LIMIT 1),
                (SELECT rate FROM res_currency_rate WHERE currency_id = %(currency)s
                    AND (company_id IS NULL OR company_id = %(root)s) ORDER BY company_id, name LIMIT 1), 1)""",
            currency=currency, day=day, root=root)
