from datetime import timedelta

from odoo import api, fields, models

from ..tools.addressee import get_addressee

# A notice may come before the transaction that sent the letter is committed.
_WAITING = timedelta(days=7)


class SalesLetterBounce(models.Model):
    """A notice that a letter came back, until it is applied to the letter.

    Whoever receives it adds a row and touches nothing else: the job that decides on letters may be at work on this very
    one, and mail that is fetched is not fetched again after a conflict.
    """
    _name = "sales.letter.bounce"
    _description = "Notice of a Letter That Came Back"
    _log_access = False

    references = fields.Char(readonly=True, help="Message-Ids that the notice names.")
    mail_message_ref = fields.Integer("Message", readonly=True)
    email = fields.Char("Address", readonly=True)
    bounced_at = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)

    @api.model
    def _apply(self):
        """Mark the letters that came back, and take back what they counted for."""
        if not self.env["sales.letter"]._lock_decisions():
            return
        bounces, letters = self.search([], order="id"), self.env["sales.letter"]
        for bounce in bounces:
            letter = bounce._find_letter()
            if letter and not letter.bounced_at:
                letter.bounced_at = bounce.bounced_at
                letters |= letter
            if letter or bounce.bounced_at < fields.Datetime.now() - _WAITING:
                bounce.unlink()
        letters._settle_actions()

    def _find_letter(self):
        """The last letter of those that the notice names to the address that it names. One that went to a single address
        needs no such name: some notices have none, or that of the mailbox behind it."""
        letters = self.env["sales.letter"].search([
            *([("message_id", "in", self.references.split())] if self.references
              else [("mail_message_ref", "=", self.mail_message_ref)]), ("decided_at", "!=", False)])
        named = letters.filtered(lambda letter: letter.email_normalized == get_addressee(self.email))
        if not named and len(set(letters.mapped("email_normalized"))) == 1:
            named = letters
        return named[:1]
