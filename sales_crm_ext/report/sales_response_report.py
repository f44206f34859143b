from datetime import date, datetime, timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

# By how many days the beginning of a time zone's day, or its end, may lie beside that of UTC at most.
_BESIDE = {">=": (SQL(">="), -1), ">": (SQL(">"), -1), "<": (SQL("<"), 1), "<=": (SQL("<="), 2)}


class SalesResponseReport(models.Model):
    """How long new leads wait for the first real conversation: a row is a lead, on the day when it came.

    An answered lead is with who talked, in the working hours of theirs. One that waits is with its salesperson, and its
    hours so far are counted apart: an average of the answered alone flatters who answers few.
    """
    _name = "sales.response.report"
    _inherit = ["sales.report.mixin"]
    _description = "First Response"
    _auto = False
    _rec_name = "lead_id"
    _order = "date desc, id desc"

    _ratios = {
        "average_hours": ("response_hours", "answered_count", "answered_count"),
        "average_waiting": ("waiting_hours", "waiting_count", "waiting_count"),
        "answered_share": ("answered_count", "lead_count", "lead_count"),
    }

    date = fields.Date("Created On", readonly=True)
    user_id = fields.Many2one(help="Who talked to the lead first; of one that waits, its salesperson.")
    lead_id = fields.Many2one("crm.lead", readonly=True)
    channel_id = fields.Many2one("sales.channel", readonly=True)
    state = fields.Selection(
        [("answered", "Answered"), ("waiting", "Waiting"), ("closed", "Closed Without Response")], "Response", readonly=True)

    lead_count = fields.Integer("Leads", readonly=True)
    answered_count = fields.Integer("Answered", readonly=True)
    waiting_count = fields.Integer("Waiting", readonly=True, help="Open leads that nobody talked to yet.")
    unanswered_count = fields.Integer("Closed Without Response", readonly=True)
    response_hours = fields.Float("Hours to Response", readonly=True, help="Working hours to the first real conversation.")
    waiting_hours = fields.Float("Hours of Waiting", readonly=True, help="Working hours that waiting leads wait so far.")
    average_hours = fields.Float("Average Hours to Response", readonly=True, aggregator="avg")
    median_hours = fields.Float("Median Hours to Response", readonly=True, aggregator="avg",
                                help="Half of the answered leads were answered sooner.")
    average_waiting = fields.Float("Average Hours of Waiting", readonly=True, aggregator="avg")
    answered_share = fields.Float("Answered / Leads", readonly=True, aggregator="avg")

    _depends = {
        "crm.lead": ["user_id", "team_id", "company_id", "partner_id", "channel_id", "won_status", "active",
                     "first_response_call_id", "first_response_at", "first_response_hours", "client_scope_id"],
        "sales.call": ["user_id", "team_id"],
        "res.partner": ["tz"],
        "res.users": ["partner_id"],
    }

    def _get_record(self):
        return self.lead_id

    def _read_group_select(self, aggregate_spec, query):
        if aggregate_spec.split(":")[0] != "median_hours":
            return super()._read_group_select(aggregate_spec, query)
        self._check_field_access(self._fields["median_hours"], "read")
        return SQL("percentile_cont(0.5) WITHIN GROUP (ORDER BY %s)",
                   self._field_to_sql(self._table, "response_hours", query))

    @api.model
    def _search(self, domain, offset=0, limit=None, order=None, *, bypass_access=False, **kwargs):
        """The day follows from a person's time zone: for a period PostgreSQL would work it out of all leads there are."""
        domain = Domain(domain).optimize_full(self).map_conditions(self._narrow)
        return super()._search(domain, offset, limit, order, bypass_access=bypass_access, **kwargs)

    @api.model
    def _narrow(self, condition):
        """The condition, and what follows from it for the moment of the lead's creation, of which there is an index."""
        if condition.field_expr != "date" or condition.operator not in _BESIDE or not isinstance(condition.value, date):
            return condition
        operator, days = _BESIDE[condition.operator]
        moment = datetime.combine(condition.value, datetime.min.time()) + timedelta(days=days)
        return condition & Domain.custom(to_sql=lambda model, alias, query: SQL(
            "%s %s %s", SQL.identifier(alias, "created_at"), operator, moment))

    @property
    def _table_query(self):
        hours, whose = self._sql_working_hours()
        return SQL(
            """SELECT lead.id, lead.create_date AS created_at, lead.id AS lead_id, lead.fact_day AS date,
                      COALESCE(call.user_id, lead.user_id) AS user_id,
                      COALESCE(call.team_id, lead.team_id) AS team_id, lead.partner_id,
                      COALESCE(lead.channel_id, %(not_stated)s) AS channel_id, lead.company_id, lead.client_scope_id,
                      %(currency)s AS currency_id, response.state, 1 AS lead_count,
                      (response.state = 'answered')::integer AS answered_count,
                      (response.state = 'waiting')::integer AS waiting_count,
                      (response.state = 'closed')::integer AS unanswered_count,
                      lead.first_response_hours::float8 AS response_hours,
                      CASE WHEN response.state = 'waiting' THEN %(waiting)s END AS waiting_hours,
                      NULL::float8 AS average_hours, NULL::float8 AS median_hours, NULL::float8 AS average_waiting,
                      NULL::float8 AS answered_share
                 FROM (%(leads)s) lead
                 LEFT JOIN sales_call call ON call.id = lead.first_response_call_id
                CROSS JOIN LATERAL (
                      SELECT CASE WHEN lead.first_response_at IS NOT NULL THEN 'answered'
                                  WHEN lead.won_status = 'pending' AND lead.active THEN 'waiting'
                                  ELSE 'closed' END AS state) response
                 LEFT JOIN (%(hours)s) hours ON response.state = 'waiting' AND hours.number = %(whose)s
                WHERE lead.create_date >= %(since)s""",
            not_stated=self.env["sales.channel"]._get_not_stated().id, currency=self.env.company.currency_id.id,
            leads=self._sql_leads(), hours=hours, whose=whose, waiting=self._sql_waited(),
            since=self.env["crm.lead"]._get_first_response_since() or datetime.min)

    @api.model
    def _sql_waited(self):
        """Working hours from the lead's creation until now."""
        return SQL(
            """GREATEST(hours.total - CASE WHEN lead.create_date < hours.starts[1] THEN 0
                   ELSE (SELECT hours.sums[place] + LEAST(
                                    EXTRACT(EPOCH FROM lead.create_date - hours.starts[place]), hours.lengths[place])
                           FROM width_bucket(lead.create_date, hours.starts) place) END, 0)::float8 / 3600""")

    @api.model
    def _sql_working_hours(self):
        """``SELECT number, starts, lengths, sums, total`` of the hours in which people with waiting leads work, see
        ``tools.working_time``, and the number of those of a lead's salesperson, or of nobody's, as an expression: joined by
        person PostgreSQL would compare each lead with each person."""
        people, times, numbers = {}, {}, {}
        for user_id, time in self._get_working_times().items():
            number = people[user_id or 0] = numbers.setdefault(id(time), len(numbers))
            times[number] = time
        now = fields.Datetime.now()
        rows = [SQL("(%s, %s::timestamp[], %s::float8[], %s::float8[], %s::float8)", number, *time.get_arrays(),
                    time.get_seconds_until(now)) for number, time in times.items()]
        return (
            SQL("SELECT * FROM (VALUES %s) hours(number, starts, lengths, sums, total)", SQL(", ").join(rows)),
            SQL("(%s::integer[])[array_position(%s::integer[], COALESCE(lead.user_id, 0))]",
                list(people.values()), list(people)))

    @api.model
    def _get_working_times(self):
        """As ``res.users._get_working_times``, of all who have waiting leads."""
        self.env["crm.lead"].flush_model(["user_id", "first_response_at", "won_status", "active"])
        rows = self.env.execute_query(SQL(
            "SELECT user_id, min(create_date) FROM crm_lead"
            " WHERE first_response_at IS NULL AND won_status = 'pending' AND active IS TRUE GROUP BY user_id"))
        now = fields.Datetime.now()
        since = self.env["crm.lead"]._get_first_response_since() or datetime.min
        first = max(min((created for _user_id, created in rows), default=now), since)
        people = self.env["res.users"].browse(user_id for user_id, _created in rows if user_id)
        # Never without anybody: the hours of nobody stand for an empty list too.
        return people._get_working_times(
            min(first, now), now, self.env.company, is_nobody_asked=len(people) < len(rows) or not rows)
