import json
from datetime import timedelta

from psycopg2.errors import SerializationFailure

from odoo import models
from odoo.tools import SQL

PUSH_AFTER = timedelta(seconds=45)  # by then every open tab has had its turn, and once more after a lost lease
PUSH_WITHIN = timedelta(hours=1)  # of a minute that is longer gone, the next visit tells
CRON = "sales_crm_ext.ir_cron_push_reminders"


class SalesReminder(models.Model):
    """The second channel: who has no tab open is told by their browser or phone, where they allowed it.

    The job works when something is due. Each run arms the next one within the hour, and so does a change of what is
    planned within the hour; a run each hour begins the chain anew.
    """
    _inherit = "sales.reminder"

    def _cron_push(self):
        self.env["ir.cron"]._commit_progress()  # ends the transaction: a view of now, which no tab overtakes
        try:
            with self.env.cr.savepoint():
                self._push_due()
        except SerializationFailure:
            self._wake_push_at(self._get_now())
        else:
            self._arm_push(self._get_users_with_devices())

    def _push_due(self):
        """Tell what no tab has shown, once. The letters to the browsers leave with the transaction: stock's own job sends
        them."""
        people = self._get_people(self._get_users_with_devices())
        for user_id, activity_ids in self._mark_pushed(people).items():
            user = self.env["res.users"].browse(user_id)
            reminders = self.with_user(user).with_context(lang=user.lang, tz=user.tz)
            reminders._push(self.env["mail.activity"].with_env(reminders.env).browse(activity_ids))

    def _mark_pushed(self, people):
        """Ids of activities by user."""
        if not people:
            return {}
        now = self._get_now()
        self._flush_planned()
        rows = self.env.execute_query(SQL(
            """INSERT INTO sales_reminder AS reminder (activity_id, user_id, contact_at, lease_number, pushed_at)
               SELECT activity_id, user_id, contact_at, 0, %s FROM (%s) pending
                WHERE due_at BETWEEN %s AND %s AND pushed_at IS NULL
               ON CONFLICT (activity_id, user_id) DO UPDATE SET pushed_at = EXCLUDED.pushed_at, %s
               RETURNING user_id, activity_id""",
            now, self._get_pending(people, now), now - PUSH_WITHIN, now - PUSH_AFTER, self._get_renewal()))
        pushed = {}
        for user_id, activity_id in rows:
            pushed.setdefault(user_id, []).append(activity_id)
        return pushed

    def _push(self, activities):
        devices, _private_key, _public_key = self.env["mail.thread"]._web_push_get_partners_parameters(
            self.env.user.partner_id.ids)
        payloads = [json.dumps(self._prepare_payload(activity)) for activity in self._get_readable(activities)]
        if devices and payloads:
            # Stock's queue and job are the system's.
            self.env["mail.push"].sudo().create([
                {"mail_push_device_id": device.id, "payload": payload} for device in devices for payload in payloads])
            self.env.ref("mail.ir_cron_web_push_notification").sudo()._trigger()

    def _prepare_payload(self, activity):
        """What stock's service worker understands."""
        values = self._describe_activity(activity)
        time = activity._get_local_moment().strftime("%H:%M")
        return self.env["mail.thread"]._web_push_truncate_payload({
            "title": " ".join(filter(None, (time, values["client"]))),
            "options": {
                "body": values["summary"],
                "icon": "/web/static/img/odoo-icon-192x192.png",
                "tag": f"sales.reminder-{activity.id}",
                "data": {"model": values["res_model"], "res_id": values["res_id"]},
            },
        })

    # ------------------------------------------------------------
    # WHEN TO WORK
    # ------------------------------------------------------------

    def _arm_push(self, users):
        """Wake the job at the first reminder of the coming hour that one of these people could be told by push."""
        people = self._get_people(self._get_users_with_devices(users))
        if not people:
            return
        now = self._get_now()
        self._flush_planned()
        due_at = self.env.execute_query(SQL(
            "SELECT min(due_at) FROM (%s) pending WHERE pushed_at IS NULL AND due_at BETWEEN %s AND %s",
            self._get_pending(people, now), now - PUSH_AFTER, now + PUSH_WITHIN))[0][0]
        if due_at:
            self._wake_push_at(due_at)

    def _wake_push_at(self, due_at):
        if cron := self.env.ref(CRON, raise_if_not_found=False):
            cron._trigger(at=due_at + PUSH_AFTER)

    def _get_users_with_devices(self, users=None):
        """Those of these people, or of all, who allowed push somewhere."""
        # Of colleagues, the partner alone, to find their devices by it.
        domain = [] if users is None else [("partner_id", "in", users.sudo().partner_id.ids)]
        # Who allowed push in which browser is told to nobody here.
        partners = self.env["mail.push.device"].sudo().search(domain).partner_id
        return partners.user_ids.filtered(lambda user: user.active and not user.share)
