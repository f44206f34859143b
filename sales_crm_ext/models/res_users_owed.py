from datetime import timedelta

from odoo import SUPERUSER_ID, models
from odoo.exceptions import RedirectWarning
from odoo.tools import SQL, format_datetime

from .res_users import DIRECTOR, SALESMAN


class ResUsers(models.Model):
    """What becomes of people who owe reports of calls for too long."""
    _inherit = "res.users"

    def _get_owed_reports(self):
        """``{user id: (number of overdue reports, since when the oldest is owed)}`` of those who owe any: one statement,
        from an index of owed reports alone."""
        Call = self.env["sales.call"]
        limit = Call._get_overdue_limit()
        if not limit or not self.ids:
            return {}
        Call.flush_model(["user_id", "owed_since"])
        return {user_id: (number, since) for user_id, number, since in self.env.execute_query(SQL(
            "SELECT user_id, count(*), min(owed_since) FROM sales_call"
            " WHERE user_id IN %s AND owed_since <= %s AND owed_since IS NOT NULL GROUP BY user_id",
            tuple(self.ids), limit))}

    def _get_blocks(self):
        """``{user id: since when}`` of those whose work counts for nothing until their reports are written; lifts are left
        out of account. The director, who makes this rule, is never among them."""
        if self.env["sales.call"]._get_owed_rule() != "block":
            return {}
        hours = timedelta(hours=self.env["sales.call"]._get_owed_hours())
        owed = self._get_owed_reports()
        return {user.id: owed[user.id][1] + hours for user in self if user.id in owed and not user._has_group(DIRECTOR)}

    def _filter_blocked(self):
        """Those of the users who are blocked at this moment."""
        blocks = self._get_blocks()
        if not blocks:
            return self.browse()
        Lift = self.env["sales.block.lift"]
        lifted = Lift._get_lifted(blocks)
        return self.filtered(lambda user: user.id in blocks and (user.id, Lift._get_today(user)) not in lifted)

    def _check_reports_written(self):
        """
        :raise RedirectWarning: when this person may not begin anything new before the owed reports are written
        """
        if self._filter_blocked():
            raise RedirectWarning(
                self._get_owed_sentence(), self.env.ref("sales_crm_ext.sales_call_action_due").id,
                self.env._("Write the Reports"))

    def _get_owed_sentence(self):
        """How many reports this person owes, and what comes of it; empty for who owes none."""
        number, since = self._get_owed_reports().get(self.id, (0, None))
        if not number:
            return ""
        since = format_datetime(self.env, since, tz=self.tz, dt_format="short")
        if self._filter_blocked():
            return self.env._(
                "Reports of calls that you owe: %(number)s, the oldest since %(since)s. Until they are written, no new leads"
                " are started and your work of these days is not counted.", number=number, since=since)
        return self.env._(
            "Reports of calls that you owe: %(number)s, the oldest since %(since)s. Write them while you remember.",
            number=number, since=since)

    def _get_owed_warning(self):
        """What the top bar shows to this person, in their language; None for who does not sell."""
        self.ensure_one()
        if not self._has_group(SALESMAN):
            return None
        number, _since = self._get_owed_reports().get(self.id, (0, None))
        message = self.with_context(lang=self.lang)._get_owed_sentence() if number else ""
        return {"number": number, "message": message}

    def _send_owed_warning(self):
        """Let the top bars of these people show what they owe by now."""
        for user in self:
            if warning := user._get_owed_warning():
                user._bus_send("sales_crm_ext/reports_owed", warning)

    def _release_held_actions(self):
        """Count what waited for the reports of these people."""
        if self.env["sales.call"]._get_owed_rule() == "block":
            # The ledger and what waits for it are the system's: whoever writes the report tells of nothing new.
            self.env["sales.action.hold"].with_user(SUPERUSER_ID)._release(self)
