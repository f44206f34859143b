from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

# Set by methods of ours alone.
GUARDED = {
    "state", "origin", "external_id", "user_id", "team_id", "company_id", "quality_score", "quality_notes",
    "is_conversation", "is_transfer", "owed_since", "is_owed_warned", "reported_at",
}
# What a call was: fixed once it is reported. Its words may be mended, with their history.
FACTS = {
    "partner_id", "contact_id", "lead_id", "activity_id", "date_start", "duration", "direction", "kind",
    "next_step_type_id", "next_contact_at",
}
# What the phone system knows better than the person.
RECORDED = {"disposition", "duration", "direction", "date_start"}
REPORT = ("disposition", "outcome_id", "topic", "agreement", "stop_point", "lost_reason_id")
BACKDATE_PARAM = "sales_crm_ext.call_backdate_days"
BACKDATE_DAYS = 3  # Friday's call may be reported on Monday, unless the company sets otherwise
# Clocks of two machines differ; a call just begun is not "in the future".
CLOCK_TOLERANCE = timedelta(minutes=5)


class SalesCall(models.Model):
    """What callers may not set, whatever way they come: forms, imports, RPC, defaults in the context.

    Superuser code passes, a context key never does.
    """
    _inherit = "sales.call"

    @api.model_create_multi
    def create(self, vals_list):
        if self.env.su:
            return super().create([self._complete_client_values(vals) for vals in vals_list])
        self = self.with_env(self.env(context={  # noqa: PLW0642
            key: value for key, value in self.env.context.items() if key.removeprefix("default_") not in GUARDED}))
        prepared = []
        for vals in vals_list:
            self._check_guarded(vals)
            vals = self._complete_client_values(vals)
            prepared.append({
                **{name: value for name, value in vals.items() if name not in GUARDED}, **self._get_initial_values()})
        calls = super().create(prepared)
        # Checked on the records: defaults of the context have a part in them.
        calls._check_date_start()
        calls._check_client()
        return calls

    @api.model
    def _get_initial_values(self):
        """What guarded fields of a new call hold, given so that no default of a person's own comes in."""
        return {"state": "due", "origin": "manual", "user_id": self.env.uid, "external_id": False,
                "quality_score": 0, "quality_notes": False, "reported_at": False}

    def write(self, vals):
        if not self.env.su:
            for call in self:
                call._check_guarded(vals)
            self._check_fixed_facts(vals)
        reported = self.filtered(lambda call: call.state != "due") if vals.keys() & set(REPORT) else self.browse()
        before = reported._get_report_texts()
        res = super().write(vals)
        if not self.env.su and "date_start" in vals:
            self._check_date_start()
        if not self.env.su and vals.keys() & {"partner_id", "contact_id", "lead_id", "activity_id"}:
            self._check_client()
        if reported:
            reported._judge_again()
            self.env["sales.call.revision"]._log_changes(before, reported._get_report_texts())
        return res

    def _check_guarded(self, vals):
        """:raise AccessError: when ``vals`` change a field that only our methods set"""
        allowed = {"state": "due", "origin": "manual", "user_id": self.env.uid}
        for name in GUARDED & vals.keys():
            present = self._fields[name].convert_to_write(self[name], self) if self else allowed.get(name, False)
            if (vals[name] or False) != (present or False):
                raise AccessError(self.env._(
                    "%(field)s of a call is set by the system. Leave it out.", field=self._get_label(name)))

    def _check_client(self):
        """Whom a report refers to must be the author's to see, or with whom their own deal is: its names come back on
        screens and in the chatter.

        :raise AccessError: for a client, contact, lead or planned call out of reach
        """
        for name in ("lead_id", "activity_id"):
            self[name].check_access("read")
        for call in self:
            for partner in (call.partner_id | call.contact_id):
                if not partner.has_access("read") and ("res.partner", partner.id) not in call._get_deal_references({}):
                    partner.check_access("read")
        self._check_one_client()

    def _check_date_start(self):
        """:raise ValidationError: for a call in the future, or longer ago than the company allows"""
        now, days = fields.Datetime.now(), self._get_backdate_days()
        for call in self:
            if call.date_start > now + CLOCK_TOLERANCE:
                raise ValidationError(self.env._("A call is reported after it took place: its date is in the future."))
            if call.date_start < now - timedelta(days=days):
                raise ValidationError(self.env._(
                    "A call is reported within %(days)s days. For an older one, ask your director.", days=days))

    @api.model
    def _get_backdate_days(self):
        # Settings are the administrator's to read; how far back a report may go concerns each of its authors.
        value = self.env["ir.config_parameter"].sudo().get_param(BACKDATE_PARAM)
        return int(value) if value and value.isdigit() else BACKDATE_DAYS

    def _check_fixed_facts(self, vals):
        """
        :raise UserError: when a salesperson changes what a reported call was, words already checked, or a colleague's
            report
        """
        if not self.env.user._is_measured():
            return
        reported = self.filtered(lambda call: call.state != "due")
        if vals.keys() & (FACTS | set(REPORT)):
            for call in reported:
                call._check_author()
        if vals.get("disposition") == "answered":
            # Calls of weeks that are over for good are not drawn for control any more.
            reported.filtered(lambda call: call.disposition != "answered")._check_date_start()
        for call in self.filtered(lambda call: call.origin == "pbx"):
            call._check_recorded_facts(vals)
        checked = self.filtered(lambda call: call.state in ("confirmed", "refuted"))
        if checked and vals.keys() & (FACTS | set(REPORT)):
            raise UserError(self.env._("This report was checked by a control call and stays as it is."))
        if fixed := FACTS & vals.keys():
            if self.filtered(lambda call: call.state == "reported"):
                raise UserError(self.env._(
                    "%(field)s of a reported call stays as it is. Ask your director to correct it.",
                    field=self._get_label(min(fixed))))

    def _check_recorded_facts(self, vals):
        """:raise UserError: when ``vals`` contradict the phone system: an answered call made a missed one, say"""
        for name in RECORDED & vals.keys():
            convert = self._fields[name].convert_to_cache
            if convert(vals[name], self) != convert(self[name], self):
                raise UserError(self.env._(
                    "%(field)s of this call was recorded by the phone system and stays as it is.",
                    field=self._get_label(name)))

    def _get_report_texts(self):
        """``{(call, field name): what a person reads there}``."""
        return {(call, name): call._get_readable(name) for call in self for name in REPORT}

    def _get_readable(self, name):
        self.ensure_one()
        value = self[name]
        if isinstance(value, models.BaseModel):
            return value.display_name or ""
        if self._fields[name].type == "selection":
            return dict(self._fields[name]._description_selection(self.env)).get(value, "")
        return value or ""

    @api.model
    def _get_label(self, name):
        """The field's label in the user's language."""
        return self._fields[name]._description_string(self.env)
