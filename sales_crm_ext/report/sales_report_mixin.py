from odoo import api, fields, models
from odoo.tools import SQL

RATE_MINIMUM = "sales_crm_ext.rate_minimum"
DEFAULT_RATE_MINIMUM = 10  # calls: one client more or less moves a rate by ten points at most


class SalesReportMixin(models.AbstractModel):
    """What the director's reports share.

    A report is a query (``_table_query``) whose rows are facts: each row has the scope of the record behind it, so
    that the rule of that record holds for its row, and opens that record.

    * Days are those of the salesperson's time zone, or of the reader's where nobody is in charge.
    * Amounts are in the currency of the reader's present company, at the rate of the fact's day.
    * Ratios are ratios of sums on every level of a pivot: ``_ratios`` names numerator and denominator. They are
      fractions: 0.25 stands for 25 %.
    """
    _name = "sales.report.mixin"
    _inherit = ["sales.client.scope.mixin"]
    _description = "Sales Report Mixin"

    # field: (numerator, denominator, what must be enough), by names of summed fields. Enough is anything
    # above zero; of "call_count", the number of calls that the director deems enough for a rate.
    _ratios = {}

    date = fields.Date(readonly=True)
    user_id = fields.Many2one("res.users", "Salesperson", readonly=True)
    team_id = fields.Many2one("crm.team", "Sales Team", readonly=True)
    partner_id = fields.Many2one("res.partner", "Client", readonly=True)
    client_scope_id = fields.Many2one(compute=None, precompute=False, readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)

    def _read_group_select(self, aggregate_spec, query):
        name = aggregate_spec.split(":")[0]
        if name not in self._ratios:
            return super()._read_group_select(aggregate_spec, query)
        self._check_field_access(self._fields[name], "read")
        part, total, enough = (
            SQL("SUM(%s)", self._field_to_sql(self._table, field, query)) for field in self._ratios[name])
        return SQL(
            "CASE WHEN %(enough)s > %(too_few)s THEN %(part)s::float8 / NULLIF(%(total)s, 0) END", enough=enough,
            too_few=self._get_rate_minimum() - 1 if self._ratios[name][2] == "call_count" else 0,
            part=part, total=total)

    @api.model
    def _get_rate_minimum(self):
        """How many calls are enough for a rate; with fewer, the rate is left empty."""
        # Settings are the administrator's to read; this number says nothing of the system.
        value = self.env["ir.config_parameter"].sudo().get_param(RATE_MINIMUM)
        return int(value) if value and value.isdigit() else DEFAULT_RATE_MINIMUM

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
    # FACTS
    # ------------------------------------------------------------

    # Subqueries with the columns of the fact's table and ``fact_…`` ones: what counts, and on which day, is the same in
    # every report.

    @api.model
    def _sql_calls(self):
        """Calls by ``fact_day``: ``fact_count`` is 1 unless a control call refuted it, ``fact_conversation`` is 1 for an
        answered call with its report."""
        return SQL(
            """SELECT call.*, %(day)s AS fact_day, (call.state != 'refuted')::integer AS fact_count,
                      (call.disposition = 'answered' AND call.state IN ('reported', 'confirmed'))::integer
                          AS fact_conversation
                 FROM sales_call call %(person)s""",
            day=self._sql_day(SQL("call.date_start"), SQL("person.tz")),
            person=self._sql_join_person(SQL("call.user_id")))

    @api.model
    def _sql_leads(self):
        """Leads of any kind by ``fact_day``, on which they were created."""
        return SQL(
            "SELECT lead.*, %(day)s AS fact_day FROM crm_lead lead %(person)s",
            day=self._sql_day(SQL("lead.create_date"), SQL("person.tz")),
            person=self._sql_join_person(SQL("lead.user_id")))

    @api.model
    def _sql_closed_deals(self, *statuses):
        """Deals of these ``won_status`` by ``fact_day``, on which they were closed (created, if nobody wrote when), with
        ``fact_amount``: the expected revenue in the currency of the present company, at the rate of that day."""
        return SQL(
            """SELECT lead.*, closed.day AS fact_day, %(amount)s AS fact_amount
                 FROM crm_lead lead %(person)s
                 LEFT JOIN res_company company ON company.id = lead.company_id
                CROSS JOIN LATERAL (SELECT %(day)s AS day) closed
                WHERE lead.won_status IN %(statuses)s""",
            amount=self._sql_amount(
                SQL("COALESCE(lead.expected_revenue, 0)"), SQL("company.currency_id"), SQL("closed.day")),
            person=self._sql_join_person(SQL("lead.user_id")), day=self._sql_closed_day(), statuses=statuses)

    @api.model
    def _sql_new_clients(self):
        """Clients by ``fact_day`` of their first touch, with ``fact_team_id`` and ``fact_scope_id``: a client counts for
        its salesperson, for the eyes of those who reach that person's work; a share opens the client, not the figures
        of the colleague."""
        return SQL(
            """SELECT client.*, %(day)s AS fact_day, salesperson.sale_team_id AS fact_team_id,
                      owner_scope.id AS fact_scope_id
                 FROM res_partner client %(person)s
                 LEFT JOIN sales_client_scope owner_scope
                        ON owner_scope.key = 'people:' || client.client_owner_id || ':'
                WHERE client.first_touch_at IS NOT NULL AND client.commercial_partner_id = client.id
                  AND client.is_visible_to_all IS NOT TRUE""",
            day=self._sql_day(SQL("client.first_touch_at"), SQL("person.tz")),
            person=self._sql_join_person(SQL("client.client_owner_id")))

    @api.model
    def _sql_first_purchases(self):
        """The first won deal of each client (``client_id``, of channel ``client_channel_id``) in the present companies,
        by ``fact_day``, with the columns of ``crm_lead`` that reports ask for."""
        return SQL(
            """SELECT lead.*, %(day)s AS fact_day
                 FROM (SELECT DISTINCT ON (client.id) client.id AS client_id, client.channel_id AS client_channel_id,
                              lead.id, lead.user_id, lead.team_id, lead.company_id, lead.client_scope_id,
                              lead.create_uid, lead.create_date, lead.date_closed
                         FROM crm_lead lead
                         JOIN res_partner contact ON contact.id = lead.partner_id
                         JOIN res_partner client ON client.id = contact.commercial_partner_id
                        WHERE lead.won_status = 'won' AND (lead.company_id IS NULL OR lead.company_id = ANY(%(companies)s))
                        ORDER BY client.id, COALESCE(lead.date_closed, lead.create_date), lead.id) lead %(person)s""",
            day=self._sql_closed_day(), companies=self.env.companies.ids,
            person=self._sql_join_person(SQL("lead.user_id")))

    # ------------------------------------------------------------
    # DAYS AND AMOUNTS
    # ------------------------------------------------------------

    @api.model
    def _sql_closed_day(self):
        return self._sql_day(SQL("COALESCE(lead.date_closed, lead.create_date)"), SQL("person.tz"))

    @api.model
    def _sql_day(self, moment, timezone):
        """The calendar day (``date``) of the UTC timestamp ``moment`` in ``timezone``, the name of a zone; both are
        expressions. A NULL zone means the reader's."""
        return SQL("(%s AT TIME ZONE 'UTC' AT TIME ZONE COALESCE(%s, %s))::date", moment, timezone, self.env.tz.zone)

    @api.model
    def _sql_join_person(self, user):
        """Joins ``salesperson``, the user ``user``, and ``person``, their partner, who has the time zone."""
        return SQL(
            "LEFT JOIN res_users salesperson ON salesperson.id = %s"
            " LEFT JOIN res_partner person ON person.id = salesperson.partner_id", user)

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
