import logging
from datetime import datetime, time, timedelta

import pytz

from odoo import api, fields, models
from odoo.tools import format_date

from .res_users import DIRECTOR, LEADER

_logger = logging.getLogger(__name__)
HOUR_PARAM = "sales_crm_ext.digest_hour"
ENABLED_PARAM = "sales_crm_ext.is_digest_sent"
HOUR = 18.5  # when most days are over, and mistakes of this one can still be mended
_REFUTED_SHOWN = 20


class ResUsers(models.Model):
    _inherit = "res.users"

    sales_digest_on = fields.Date(
        groups=fields.NO_ACCESS, copy=False, help="The person's own day of which the last daily digest was sent.")


class SalesDigest(models.AbstractModel):
    """The day of a team in one letter: to its leader, and to directors of all teams, at the hour that the director set, by
    the clock of whom it is sent to. It is put together with the rights of that person."""
    _name = "sales.digest"
    _description = "Daily Digest of Sales"

    @api.model
    def _cron_send(self):
        # The system's own job: parameters, recipients.
        parameters = self.env["ir.config_parameter"].sudo()
        if parameters.get_param(ENABLED_PARAM, "True") != "True":
            return
        hour = float(parameters.get_param(HOUR_PARAM) or HOUR)
        due = self._get_recipients().filtered(lambda user: self._is_due(user, hour))
        self.env["ir.cron"]._commit_progress(remaining=len(due))
        for user in due:
            user.sales_digest_on = self._get_local_now(user).date()
            try:
                with self.env.cr.savepoint():
                    self._write_to(user)
            except Exception:
                _logger.exception("The daily digest of sales to %s could not be written; others get theirs.", user.login)
            self.env["ir.cron"]._commit_progress(1)
        if due:
            self.env.ref("mail.ir_cron_mail_scheduler_action")._trigger()

    @api.model
    def _get_recipients(self):
        groups = self.env.ref(LEADER) | self.env.ref(DIRECTOR)
        return self.env["res.users"].search(
            [("all_group_ids", "in", groups.ids), ("share", "=", False), ("partner_id.email", "!=", False)])

    @api.model
    def _get_local_now(self, user):
        return pytz.utc.localize(fields.Datetime.now()).astimezone(user._get_zone())

    @api.model
    def _is_due(self, user, hour):
        now = self._get_local_now(user)
        return now.hour + now.minute / 60 >= hour and user.sales_digest_on != now.date()

    @api.model
    def _write_to(self, user):
        """Put the letter into Odoo's queue: sent from here it would go out again when this transaction failed."""
        own = self.with_user(user).with_context(lang=user.lang, tz=user.tz, allowed_company_ids=user.company_ids.ids)
        if body := own._render_body():
            # Letters of the system, whoever gets them.
            self.env["mail.mail"].sudo().create(own._prepare_letter(body))

    def _render_body(self):
        """The letter's text, None when there is nobody to tell about."""
        days = self.env["sales.day"].search([]).filtered(lambda day: day.quota_ids or day.owed_count or day.lead_count)
        if not days:
            return None
        return self.env["ir.qweb"]._render("sales_crm_ext.sales_digest_body", {
            "days": days, "refuted": self._get_refuted(), "base_url": self.env["sales.day"].get_base_url()})

    def _get_refuted(self):
        """The calls that were refuted today."""
        now = self._get_local_now(self.env.user)
        start = now.tzinfo.localize(datetime.combine(now.date(), time.min)).astimezone(pytz.utc).replace(tzinfo=None)
        actions = self.env["sales.action"].search([
            ("state", "=", "refuted"), ("res_model", "=", "sales.call"), ("create_date", ">=", start),
            ("create_date", "<", start + timedelta(days=1))])
        return self.env["sales.call"].search(
            [("id", "in", actions.mapped("res_id")), ("state", "=", "refuted")], limit=_REFUTED_SHOWN)

    def _prepare_letter(self, body):
        user, company = self.env.user, self.env.user.company_id
        subject = self.env._("Sales of %(date)s", date=format_date(self.env, self._get_local_now(user).date()))
        values = {
            "title": subject, "top_button_label": self.env._("Team Today"), "body": body, "company": company,
            "user": user, "top_button_url": f"{self.env['sales.day'].get_base_url()}/odoo/team-today",
            "formatted_date": format_date(self.env, self._get_local_now(user).date(), date_format="full")}
        # The frame is stock's, of the system's own letters; what it shows was put together with the reader's rights.
        main = self.env["ir.qweb"].sudo()._render("digest.digest_mail_main", {**values, "object": None})
        layout = self.env["ir.qweb"].sudo()._render(
            "digest.digest_mail_layout", {"body": main, "company": company, "user": user})
        return {
            "subject": subject, "body_html": layout, "email_to": user.email_formatted, "auto_delete": True,
            "email_from": company.partner_id.email_formatted or user.email_formatted}
