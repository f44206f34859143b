from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools.sql import column_exists, create_column, table_exists

RULE_PARAM = "sales_crm_ext.owed_reports_rule"
HOURS_PARAM = "sales_crm_ext.owed_reports_hours"
OWED_RULE = "warn"
OWED_HOURS = 24
# A phone system records wrong numbers and hang-ups too: nothing was said in them.
SHORT_CALL = 10  # seconds


class SalesCall(models.Model):
    """Calls whose report is owed, by their author, from the moment the system knew of them.

    After a set number of hours the author is warned, or blocked: see ``res.users._get_blocks``.
    """
    _inherit = "sales.call"

    is_transfer = fields.Boolean(
        "Transferred", readonly=True, copy=False,
        help="The phone system passed the call on to a colleague, who owes the report.")
    owed_since = fields.Datetime(
        "Report Owed Since", compute="_compute_owed_since", store=True, precompute=True, copy=False)
    is_overdue = fields.Boolean("Report Overdue", compute="_compute_is_overdue", search="_search_is_overdue")
    is_owed_warned = fields.Boolean(
        "Warned", readonly=True, copy=False, help="The author was told that the report is overdue.")

    _owed_idx = models.Index("(user_id, owed_since) WHERE owed_since IS NOT NULL")

    def _auto_init(self):
        cr = self.env.cr
        if table_exists(cr, self._table) and not column_exists(cr, self._table, "owed_since"):
            # When the addon is updated the ORM would compute it for all calls there ever were, one by one.
            create_column(cr, self._table, "owed_since", "timestamp")
            self.env.registry.post_init(self._owe_due_reports)
        return super()._auto_init()

    @api.model
    def _owe_due_reports(self):
        self.env.add_to_compute(self._fields["owed_since"], self.search([("state", "=", "due")]))

    @api.depends("state", "origin", "is_transfer", "duration", "partner_id", "lead_id")
    def _compute_owed_since(self):
        now = fields.Datetime.now()
        for call in self:
            # The date of a call by hand is its author's to write; the debt is as old as the system knows of it.
            call.owed_since = (call.owed_since or now) if call._is_report_owed() else False

    @api.depends("owed_since")
    def _compute_is_overdue(self):
        limit = self._get_overdue_limit()
        for call in self:
            call.is_overdue = bool(limit and call.owed_since and call.owed_since <= limit)

    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        limit = self._get_overdue_limit()
        overdue = Domain("owed_since", "<=", limit) if limit else Domain.FALSE
        others = Domain("owed_since", "=", False) | Domain("owed_since", ">", limit) if limit else Domain.TRUE
        return Domain.OR(overdue if wanted else others for wanted in value)

    def _is_report_owed(self):
        if self.state != "due" or self.is_transfer:
            return False
        return self.origin != "pbx" or self.duration >= SHORT_CALL and bool(self.partner_id or self.lead_id)

    # ------------------------------------------------------------
    # WRITING
    # ------------------------------------------------------------

    @api.model
    def _get_initial_values(self):
        return {**super()._get_initial_values(), "is_transfer": False, "is_owed_warned": False}

    def write(self, vals):
        if not self.env.su:
            self._check_client_kept(vals)
        overdue = self.filtered("is_overdue")
        res = super().write(vals)
        if written := overdue.filtered(lambda call: not call.owed_since):
            written.user_id._release_held_actions()
            written.user_id._send_owed_warning()
        return res

    @api.ondelete(at_uninstall=False)
    def _unlink_release(self):
        # What waits for the report of a call that goes is counted by the job (see sales.action.hold).
        if self.filtered("owed_since"):
            self.env.ref("sales_crm_ext.ir_cron_release_actions")._trigger()

    def _check_client_kept(self, vals):
        """A report is not got rid of by forgetting whom one talked to.

        :raise UserError: when a due call with a client is left without any
        """
        if not vals.keys() & {"partner_id", "lead_id"} or not self.env.user._is_measured():
            return
        for call in self:
            known = (call.partner_id, call.lead_id)
            left = [vals[name] if name in vals else call[name].id for name in ("partner_id", "lead_id")]
            if any(known) and not any(left):
                raise UserError(self.env._(
                    "The report of this call is still owed. Choose the client or the lead you talked to."))

    # ------------------------------------------------------------
    # THE RULE
    # ------------------------------------------------------------

    @api.model
    def _get_owed_rule(self):
        """What comes of an overdue report: ``off``, ``warn`` or ``block``."""
        # Settings are the administrator's to read; this one binds each author.
        return self.env["ir.config_parameter"].sudo().get_param(RULE_PARAM) or OWED_RULE

    @api.model
    def _get_owed_hours(self):
        # As in _get_owed_rule.
        value = self.env["ir.config_parameter"].sudo().get_param(HOURS_PARAM)
        return int(value) if value and value.isdigit() else OWED_HOURS

    @api.model
    def _get_overdue_limit(self):
        """Reports owed since this moment (UTC) or longer are overdue; False when nobody minds."""
        if self._get_owed_rule() == "off":
            return False
        return fields.Datetime.now() - timedelta(hours=self._get_owed_hours())

    @api.model
    def _cron_warn_owed_reports(self):
        """Tell each author once of reports that became overdue."""
        limit = self._get_overdue_limit()
        calls = self.search([("owed_since", "<=", limit), ("is_owed_warned", "=", False)]) if limit else self.browse()
        calls.user_id._send_owed_warning()
        calls.write({"is_owed_warned": True})
