from odoo import models

_SESSION = "sales_crm_ext_smtp_session"


class _ListeningSession:
    """An SMTP session that notes which addresses the server takes. Of a letter to several, it may refuse some; Odoo does
    not look, and is content with one that is taken."""

    def __init__(self, session):
        self._session = session
        self.taken = []

    def __getattr__(self, name):
        return getattr(self._session, name)

    def pop_taken(self):
        taken, self.taken = self.taken, []
        return taken

    def send_message(self, message, from_addr=None, to_addrs=None, *args, **kwargs):
        refused = self._session.send_message(message, from_addr, to_addrs, *args, **kwargs)
        self.taken += [address for address in to_addrs or () if not isinstance(refused, dict) or address not in refused]
        return refused


class MailMail(models.Model):
    """Notes each letter that a mail server took, for the ledger. It happens after the letter has left, see
    ``sales.letter``."""
    _inherit = "mail.mail"

    def _send(self, auto_commit=False, raise_exception=False, smtp_session=None, alias_domain_id=False, mail_server=False,
              post_send_callback=None):
        mails = self
        if smtp_session:
            smtp_session = _ListeningSession(smtp_session)
            # The session itself: environments whose contexts are equal are one, and two lists may be equal.
            mails = self.with_context(**{_SESSION: smtp_session})
        return super(MailMail, mails)._send(
            auto_commit=auto_commit, raise_exception=raise_exception, smtp_session=smtp_session,
            alias_domain_id=alias_domain_id, mail_server=mail_server, post_send_callback=post_send_callback)

    def _postprocess_sent_message(self, success_pids, success_emails, failure_reason=False, failure_type=None):
        session = self.env.context.get(_SESSION)
        if session and (taken := session.pop_taken()):
            # Before stock's part, which deletes mail and message.
            self.env["sales.letter"]._note_taken(self, taken)
        return super()._postprocess_sent_message(
            success_pids, success_emails, failure_reason=failure_reason, failure_type=failure_type)
