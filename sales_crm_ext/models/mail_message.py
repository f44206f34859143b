from odoo import api, models
from odoo.exceptions import AccessError
from odoo.fields import Command

_FAILED = ("bounce", "exception", "canceled")


class MailMessage(models.Model):
    """Keeps the mark of a proposal, and knows whether it reached anybody outside."""
    _name = "mail.message"
    _inherit = ["mail.message", "sales.proposal.mark.mixin"]

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_client_references(vals)
            self._check_tracked_changes(vals)
            self._check_message_id(vals)
            self._check_author(vals.get("author_id"))
        return super().create(vals_list)

    def _compute_display_name(self):
        # Stock reads fields of messages as superuser, whoever asks.
        if not self.env.su and (self.env.user._is_client_restricted() or self.env.user._is_portal()):
            self.check_access("read")
        return super()._compute_display_name()

    def write(self, vals):
        self._check_client_metadata()
        self._check_message_id(vals)
        if vals.get("author_id") not in (None, *self.sudo().author_id.ids):  # a form sends what it shows
            self._check_author(vals["author_id"])
        return super().write(vals)

    def unlink(self):
        self._check_client_metadata()
        return super().unlink()

    def onchange(self, values, field_names, fields_spec):
        self._check_client_metadata()
        return super().onchange(values, field_names, fields_spec)

    def _check_access(self, operation):
        return self.env["ir.rule"]._hide_refusal(super()._check_access(operation))

    @api.model
    def _check_tracked_changes(self, vals):
        """Stock takes the tracked changes out of the values, and writes them as superuser.

        :raise AccessError: when a restricted person gives others than those of the letter itself
        """
        if self.env["res.users"]._is_present_user_restricted() and any(
                not isinstance(command, (list, tuple)) or command[0] != Command.CREATE
                for command in vals.get("tracking_value_ids") or ()):
            raise AccessError(self.env._("What was changed in a record stays as it was noted."))

    @api.model
    def _check_message_id(self, vals):
        """
        :raise AccessError: when a restricted person gives a letter the identity of another one: answers to that one would
            come to the newer
        """
        # Counted among all letters: the one that is imitated is a stranger's.
        if vals.get("message_id") and self.env["res.users"]._is_present_user_restricted() \
                and self.sudo().search_count([("message_id", "=", vals["message_id"]), ("id", "not in", self.ids)], limit=1):
            raise AccessError(self.env._("There is a letter with this identity. Leave the identity to the system."))

    @api.model
    def _check_author(self, author_id):
        """
        :raise AccessError: when a restricted person writes in the name of a colleague, whose letter it would be, or of the
            system, which tells of verdicts
        """
        if not author_id or author_id == self.env.user.partner_id.id \
                or not self.env["res.users"]._is_present_user_restricted():
            return
        # Who is a colleague is no secret. Archived ones too: so is the system.
        users = self.env["res.partner"].sudo().with_context(active_test=False).browse(author_id).user_ids
        if users.filtered(lambda user: user._is_internal()) \
                and author_id not in self.env.user._get_client_user_partner_ids():
            raise AccessError(self.env._("A letter is written in one's own name. Leave the author out."))

    def _is_sent_outside(self):
        """Whether this message went out to somebody outside the company, as far as the mail servers told."""
        self.ensure_one()
        if any(mail.state in ("exception", "cancel") for mail in self.mail_ids):
            return False
        outside = self.notification_ids.filtered(
            lambda notification: notification.mail_email_address or notification.res_partner_id.partner_share)
        if outside:
            return any(notification.notification_status not in _FAILED for notification in outside)
        # A mail of its own (not the notification of a comment) leaves no notifications.
        return self.message_type == "email_outgoing" or bool(self.outgoing_email_to)
