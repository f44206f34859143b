from datetime import UTC, datetime, timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

LEASE = timedelta(seconds=30)  # within it a tab shows the reminder and says so, or it comes again
BUSY_SECONDS = 2  # another tab is being answered: what is left is known a moment later
PAST = timedelta(days=3)  # what was missed over a weekend still comes; older contacts stand in the list of calls due
AHEAD = timedelta(hours=25)  # tabs ask at least daily
MOST_AT_ONCE = 100
LOCK = 1_936_551_026  # names our advisory locks among those of other addons


class SalesReminder(models.Model):
    """What happened to the reminder of a planned contact, for one person. Without a row: nothing yet.

    What has to be reminded of is asked of the activities themselves, so there is nothing to keep in step: a contact that
    is moved, handed over, done or deleted is found so. A row belongs to one hour of one activity and is void when the
    hour has changed.

    A tab of the web client asks once at its start and then sleeps until the moment it was told (static/src/reminder).
    It takes what is due for half a minute and confirms what it has shown; what is not confirmed comes again, in
    whichever tab asks first. A deputy is reminded of the contacts of the person too, who is away.

    All methods answer for the present user alone.
    """
    _name = "sales.reminder"
    _description = "Reminder of a Planned Contact"
    _rec_name = "activity_id"
    _log_access = False

    activity_id = fields.Many2one("mail.activity", required=True, ondelete="cascade")
    user_id = fields.Many2one("res.users", required=True, ondelete="cascade")
    contact_at = fields.Datetime(required=True)
    remind_at = fields.Datetime("Snoozed Until")
    lease_number = fields.Integer(required=True)
    leased_until = fields.Datetime()
    shown_at = fields.Datetime()
    pushed_at = fields.Datetime()

    _activity_user_uniq = models.UniqueIndex("(activity_id, user_id)")

    # ------------------------------------------------------------
    # WHAT A TAB ASKS
    # ------------------------------------------------------------

    @api.model
    def take_due(self, shown=()):
        """Take the reminders that are due and free, for :data:`LEASE`.

        Two tabs at once: one takes them, the other is told to come again. Should its transaction have begun before the
        first one's ended, PostgreSQL refuses it and Odoo runs it again, which then finds nothing.

        :param shown: pairs of activity and lease that an earlier answer gave and that were shown meanwhile
        :return: ``reminders``, see :meth:`_describe`, and ``seconds`` until there may be more, or None
        """
        self._confirm(shown)
        people = self._get_people(self.env.user)
        if not people:
            return {"reminders": [], "seconds": None}
        now = self._get_now()
        seconds = self._get_seconds(people, now)
        if seconds is None or seconds > 0:
            return {"reminders": [], "seconds": seconds}
        if not self._lock():
            return {"reminders": [], "seconds": BUSY_SECONDS}
        reminders = self._describe(self._lease(people, now))
        return {"reminders": reminders, "seconds": self._get_seconds(people, now)}

    @api.model
    def confirm(self, shown):
        """What was shown does not come again."""
        self._confirm(shown)

    @api.model
    def snooze(self, activity_id, minutes):
        """Let it come again in so many minutes.

        :raise UserError: when the contact was moved, done or given to somebody else meanwhile
        """
        minutes = min(max(int(minutes), 1), 24 * 60)
        now = self._get_now()
        self._flush_planned()
        snoozed = self.env.execute_query(SQL(
            """UPDATE sales_reminder reminder
                  SET remind_at = %s, shown_at = NULL, leased_until = NULL, pushed_at = NULL,
                      lease_number = lease_number + 1
                 FROM mail_activity activity
                WHERE reminder.user_id = %s AND reminder.activity_id = %s AND activity.id = reminder.activity_id
                  AND activity.active AND activity.contact_at = reminder.contact_at
               RETURNING reminder.id""",
            now + timedelta(minutes=minutes), self.env.uid, int(activity_id)))
        if not snoozed:
            raise UserError(self.env._("This contact is done, or planned anew. Nothing is left to remind of."))
        self._announce_to(self.env.user, [int(activity_id)])

    # ------------------------------------------------------------
    # STATEMENTS
    # ------------------------------------------------------------

    def _get_pending(self, people, now):
        """What is planned and was not shown, and when it is due: as long before the contact as the person wants, at the
        contact's own minute when it was planned later than that, when they snoozed it to; not while it is leased.

        :param people: see :meth:`_get_people`
        """
        user_ids, assignee_ids, leads = zip(*people)
        return SQL(
            """SELECT activity.id AS activity_id, person.user_id, activity.contact_at, reminder.pushed_at,
                      GREATEST(reminder.leased_until, COALESCE(reminder.remind_at, CASE
                          WHEN activity.contact_set_at > activity.contact_at - person.lead THEN activity.contact_at
                          ELSE activity.contact_at - person.lead END)) AS due_at
                 FROM (SELECT user_id, assignee_id, make_interval(mins => minutes) AS lead
                         FROM unnest(%(user_ids)s, %(assignee_ids)s, %(leads)s) AS _(user_id, assignee_id, minutes)) person
                 JOIN mail_activity activity ON activity.user_id = person.assignee_id
                 LEFT JOIN sales_reminder reminder
                   ON reminder.activity_id = activity.id AND reminder.user_id = person.user_id
                  AND reminder.contact_at = activity.contact_at
                WHERE activity.active AND activity.contact_at BETWEEN %(earliest)s AND %(latest)s
                  AND (activity.contact_set_at IS NULL OR activity.contact_set_at < activity.contact_at)
                  AND reminder.shown_at IS NULL""",
            user_ids=list(user_ids), assignee_ids=list(assignee_ids), leads=list(leads),
            earliest=now - PAST, latest=now + AHEAD)

    def _get_seconds(self, people, now):
        """Seconds until the first of the pending ones is due, or None without any."""
        self._flush_planned()
        due_at = self.env.execute_query(
            SQL("SELECT min(due_at) FROM (%s) pending", self._get_pending(people, now)))[0][0]
        return due_at and max((due_at - now).total_seconds(), 0)

    def _lease(self, people, now):
        """Lease numbers by activity of what is due."""
        return dict(self.env.execute_query(SQL(
            """INSERT INTO sales_reminder AS reminder (activity_id, user_id, contact_at, lease_number, leased_until)
               SELECT activity_id, user_id, contact_at, 1, %s FROM (%s) pending
                WHERE due_at <= %s ORDER BY contact_at, activity_id LIMIT %s
               ON CONFLICT (activity_id, user_id) DO UPDATE
                  SET lease_number = reminder.lease_number + 1, leased_until = EXCLUDED.leased_until,
                      pushed_at = CASE WHEN reminder.contact_at = EXCLUDED.contact_at THEN reminder.pushed_at END, %s
               RETURNING activity_id, lease_number""",
            now + LEASE, self._get_pending(people, now), now, MOST_AT_ONCE, self._get_renewal())))

    def _get_renewal(self):
        """Assignments that make a row that of the present hour, and forget what it said of another."""
        return SQL(
            """contact_at = EXCLUDED.contact_at, shown_at = NULL,
               remind_at = CASE WHEN reminder.contact_at = EXCLUDED.contact_at THEN reminder.remind_at END""")

    def _confirm(self, shown):
        """A lease that was followed by another, or by a snooze, confirms nothing."""
        pairs = [(int(activity_id), int(number)) for activity_id, number in shown]
        if not pairs:
            return
        activity_ids, numbers = zip(*pairs)
        self.env.execute_query(SQL(
            """UPDATE sales_reminder reminder SET shown_at = %s, leased_until = NULL
                 FROM unnest(%s, %s) AS confirmed(activity_id, lease_number)
                WHERE reminder.user_id = %s AND reminder.activity_id = confirmed.activity_id
                  AND reminder.lease_number = confirmed.lease_number
               RETURNING reminder.id""",
            self._get_now(), list(activity_ids), list(numbers), self.env.uid))

    def _lock(self):
        """Whether this transaction is the one that answers the user's tabs now."""
        return self.env.execute_query(SQL("SELECT pg_try_advisory_xact_lock(%s, %s)", LOCK, self.env.uid))[0][0]

    def _flush_planned(self):
        self.env["mail.activity"].flush_model(["user_id", "active", "contact_at", "contact_set_at"])
        self.flush_model()

    def _get_now(self):
        # To the fraction of a second: whole ones would let tabs come a second too late.
        return datetime.now(UTC).replace(tzinfo=None)

    @api.autovacuum
    def _gc_reminders(self):
        """Contacts of earlier days are reminded of no more."""
        self.env.execute_query(SQL(
            "DELETE FROM sales_reminder WHERE contact_at < %s RETURNING id", self._get_now() - PAST - timedelta(days=1)))

    # ------------------------------------------------------------
    # WHO IS REMINDED
    # ------------------------------------------------------------

    def _get_people(self, users):
        """Tuples of a person, somebody whose contacts they are reminded of, and how many minutes ahead. People are
        reminded of their own contacts, and of those of whom they stand in for today."""
        # A colleague's preference is told to nobody here.
        leads = {user.id: int(user.reminder_minutes) for user in users.sudo()
                 if user.reminder_minutes not in (False, "off") and not user.share}
        deputies = self._get_running_deputies([("deputy_id", "in", list(leads))])
        return [(user_id, user_id, lead) for user_id, lead in leads.items()] + [
            (deputy.deputy_id.id, deputy.user_id.id, leads[deputy.deputy_id.id]) for deputy in deputies]

    def _get_running_deputies(self, domain):
        """Which day it is, is a matter of the deputy's time zone."""
        today = fields.Date.today()
        near = Domain("date_from", "<=", today + timedelta(days=1)) & (
            Domain("date_to", "=", False) | Domain("date_to", ">=", today - timedelta(days=1)))
        # Who stands in for whom is told to nobody here.
        return self.env["sales.deputy"].sudo().search(near & Domain(domain)).filtered(
            lambda deputy: deputy.state == "running")

    def _announce(self, activity_ids_by_user):
        """Tell the tabs of these people and of their deputies that something has changed for them."""
        if not activity_ids_by_user:
            return
        told = {user: set(ids) for user, ids in activity_ids_by_user.items()}
        users = self.env["res.users"].union(*told)
        for deputy in self._get_running_deputies([("user_id", "in", users.ids)]):
            told.setdefault(deputy.deputy_id, set()).update(activity_ids_by_user[deputy.user_id])
        for user, activity_ids in told.items():
            self._announce_to(user, sorted(activity_ids))
        self._arm_push(self.env["res.users"].union(*told))

    def _announce_to(self, users, activity_ids=()):
        users._bus_send("sales.reminder/changed", {"activity_ids": list(activity_ids)})
