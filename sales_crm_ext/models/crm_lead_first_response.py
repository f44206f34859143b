from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL
from odoo.tools.sql import column_exists, table_exists

SINCE_PARAM = "sales_crm_ext.first_response_since"
_BATCH = 10_000


class CrmLead(models.Model):
    """How long a new lead waited for the first real conversation, in the working hours of who talked.

    Settled whenever a call begins or ceases to be a conversation with the lead, or with its client about no deal.
    Written by SQL: a lead is not changed by having been answered, and nobody may say so but its calls.
    """
    _name = "crm.lead"
    _inherit = ["crm.lead"]

    first_response_call_id = fields.Many2one(
        "sales.call", "First Conversation", readonly=True, copy=False, index="btree_not_null", ondelete="set null",
        groups="sales_team.group_sale_salesman")
    first_response_at = fields.Datetime("First Response", readonly=True, copy=False)
    first_response_hours = fields.Float(
        "Waited for the First Response", readonly=True, copy=False, aggregator="avg",
        help="Working hours from the lead's creation to the first real conversation.")
    waiting_hours = fields.Float(
        "Waiting", compute="_compute_waiting_hours", help="Working hours since the lead came, for one nobody talked to yet.")
    is_response_awaited = fields.Boolean(
        "Without Response", compute="_compute_is_response_awaited", search="_search_is_response_awaited")

    _response_awaited_idx = models.Index(
        "(client_scope_id, create_date, id) WHERE first_response_at IS NULL AND won_status = 'pending' AND active IS TRUE")

    def _auto_init(self):
        cr = self.env.cr
        is_new = not column_exists(cr, self._table, "first_response_at")
        res = super()._auto_init()
        if is_new and table_exists(cr, "sales_call") and column_exists(cr, "sales_call", "is_conversation"):
            # Calls are there before the columns when the addon is updated; leads of before its installation have none.
            self.env.registry.post_init(self._fill_first_responses)
        return res

    # ------------------------------------------------------------
    # WAITING
    # ------------------------------------------------------------

    @api.depends("create_date", "user_id", "first_response_at", "won_status", "active")
    def _compute_waiting_hours(self):
        waiting = self.filtered(lambda lead: lead.create_date and lead.is_response_awaited)
        (self - waiting).waiting_hours = 0
        if not waiting:
            return
        now = fields.Datetime.now()
        times = waiting.user_id._get_working_times(
            min(waiting.mapped("create_date")), now, self.env.company,
            is_nobody_asked=not all(lead.user_id for lead in waiting))
        for lead in waiting:
            lead.waiting_hours = times[lead.user_id.id].get_hours(lead.create_date, now)

    @api.depends("create_date", "first_response_at", "won_status", "active")
    def _compute_is_response_awaited(self):
        since = self._get_first_response_since()
        for lead in self:
            lead.is_response_awaited = bool(
                lead.active and lead.won_status == "pending" and not lead.first_response_at
                and lead.create_date and (not since or lead.create_date >= since))

    def _search_is_response_awaited(self, operator, value):
        if operator != "in":
            return NotImplemented
        awaited = Domain([("active", "=", True), ("won_status", "=", "pending"), ("first_response_at", "=", False)])
        if since := self._get_first_response_since():
            awaited &= Domain("create_date", ">=", since)
        return Domain.OR(awaited if wanted else ~awaited for wanted in value)

    @api.model
    def _get_longest_waiting(self, user_ids):
        """The lead of these people that waits longest, and that nobody has planned to call."""
        return self.search([
            ("user_id", "in", user_ids), ("is_response_awaited", "=", True), ("next_contact_at", "=", False),
        ], order="create_date, id", limit=1)

    @api.model
    def _get_first_response_since(self):
        """Leads of before this moment are left out of account, False for none: nobody wrote down who talked to them."""
        # Settings are the administrator's to read; this is the day of the installation.
        value = self.env["ir.config_parameter"].sudo().get_param(SINCE_PARAM)
        return fields.Datetime.to_datetime(value) if value else False

    @api.model
    def _begin_first_responses(self):
        """To be called at the installation."""
        if self.with_context(active_test=False).search_count([], limit=1):
            self.env["ir.config_parameter"].set_param(SINCE_PARAM, fields.Datetime.to_string(fields.Datetime.now()))

    # ------------------------------------------------------------
    # SETTLING
    # ------------------------------------------------------------

    def write(self, vals):
        moved = self.filtered(lambda lead: lead.partner_id.id != (vals["partner_id"] or False)) \
            if "partner_id" in vals else self.browse()
        res = super().write(vals)
        moved._settle_first_response()
        return res

    def _settle_first_response(self):
        """Bring the first response of these leads in line with the calls there are."""
        if not self.ids:
            return
        self._flush_first_response()
        rows = self.env.execute_query(self._sql_first_conversations(self.ids))
        if rows:
            hours = self._get_waited_hours([row for row in rows if row[1]])
            self._write_first_responses([(*row[:3], hours.get(row[0])) for row in rows])

    @api.model
    def _fill_first_responses(self):
        """Settle all leads that were ever talked to."""
        ids = [id_ for id_, in self.env.execute_query(SQL(
            """SELECT lead_id FROM sales_call WHERE lead_id IS NOT NULL AND is_conversation
                UNION
               SELECT lead.id FROM crm_lead lead JOIN res_partner contact ON contact.id = lead.partner_id
                 JOIN sales_call call ON call.partner_id = contact.commercial_partner_id
                WHERE call.lead_id IS NULL AND call.is_conversation"""))]
        for start in range(0, len(ids), _BATCH):
            self.browse(ids[start:start + _BATCH])._settle_first_response()

    def _flush_first_response(self):
        self.env["sales.call"].flush_model(
            ["lead_id", "partner_id", "is_conversation", "duration", "origin", "date_start", "user_id"])
        self.flush_model(["partner_id", "first_response_call_id", "first_response_at", "first_response_hours"])
        self.env["res.partner"].flush_model(["commercial_partner_id"])

    @api.model
    def _sql_first_conversations(self, ids):
        """``SELECT lead, call, moment, person, lead's creation`` of the leads where it is another call, or moment, than what
        stands there; the call is NULL where nobody talked.

        A call with the client that names no deal answers the client's leads that were there by then.
        """
        talked = SQL(
            "is_conversation AND NOT ((COALESCE(duration, 0) > 0 OR origin = 'pbx') AND COALESCE(duration, 0) < %s)",
            self.env["sales.metric"]._get_dialogue_seconds())
        return SQL(
            """SELECT lead.id, call.id, call.date_start, call.user_id, lead.create_date
                 FROM crm_lead lead
                 LEFT JOIN res_partner contact ON contact.id = lead.partner_id
                 LEFT JOIN LATERAL (
                      SELECT id, date_start, user_id FROM sales_call WHERE lead_id = lead.id AND %(talked)s
                       UNION ALL
                      SELECT id, date_start, user_id FROM sales_call
                       WHERE partner_id = contact.commercial_partner_id AND lead_id IS NULL AND %(talked)s
                         AND date_start >= lead.create_date
                       ORDER BY date_start, id LIMIT 1) call ON TRUE
                WHERE lead.id = ANY(%(ids)s)
                  AND (lead.first_response_call_id, lead.first_response_at) IS DISTINCT FROM (call.id, call.date_start)""",
            talked=talked, ids=list(ids))

    @api.model
    def _get_waited_hours(self, rows):
        """``{lead id: working hours}`` of rows of :meth:`_sql_first_conversations` that have a call."""
        if not rows:
            return {}
        people = self.env["res.users"].browse({person_id for *_rest, person_id, _created in rows})
        times = people._get_working_times(
            min(created for *_rest, created in rows), max(moment for _id, _call, moment, *_rest in rows), self.env.company,
            is_nobody_asked=False)
        return {lead_id: times[person_id].get_hours(created, moment)
                for lead_id, _call_id, moment, person_id, created in rows}

    @api.model
    def _write_first_responses(self, rows):
        """``rows`` of lead, call, moment and hours."""
        ids, call_ids, moments, hours = map(list, zip(*rows))
        self.env.cr.execute(SQL(
            """UPDATE crm_lead lead
                  SET first_response_call_id = found.call_id, first_response_at = found.moment,
                      first_response_hours = found.hours
                 FROM unnest(%s::integer[], %s::integer[], %s::timestamp[], %s::float8[]) found(id, call_id, moment, hours)
                WHERE lead.id = found.id""", ids, call_ids, moments, hours))
        self.browse(ids).invalidate_recordset(
            ["first_response_call_id", "first_response_at", "first_response_hours", "is_response_awaited", "waiting_hours"],
            flush=False)
