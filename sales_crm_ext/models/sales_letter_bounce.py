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
        bounces, returned = self.search([], order="id"), self.env["sales.letter"]
        letters = bounces._find_named_letters()
        for bounce in bounces:
            letter = bounce._choose_letter(letters)
            if letter and not letter.bounced_at:
                letter.bounced_at = bounce.bounced_at
                returned |= letter
            if letter or bounce.bounced_at < fields.Datetime.now() - _WAITING:
                bounce.unlink()
        returned._settle_actions()

    def _find_named_letters(self):
        """Letters that these notices name, by Message-Id and by the message's id: notices that nobody knows anything of wait
        for days, and are not looked up one by one."""
        names = [name for notice in self for name in notice._get_names()]
        numbers = [notice.mail_message_ref for notice in self if not notice.references]
        found = self.env["sales.letter"].search([
            ("decided_at", "!=", False), "|", ("message_id", "in", names), ("mail_message_ref", "in", numbers)])
        return {**found.grouped("mail_message_ref"), **found.grouped("message_id")}

    def _get_names(self):
        return self.references.split() if self.references else []

    def _choose_letter(self, letters):
        """The last letter of those that the notice names to the address that it names. One that went to a single address
        needs no such name: some notices have none, or that of the mailbox behind it.

        :param letters: see :meth:`_find_named_letters`
        """
        none = self.env["sales.letter"]
        named = none.union(*(letters.get(name, none) for name in self._get_names() or [self.mail_message_ref]))
        named = named.sorted(lambda letter: (letter.sent_at, letter.id), reverse=True)
        addressed = named.filtered(lambda letter: letter.email_normalized == get_addressee(self.email))
        if not addressed and len(set(named.mapped("email_normalized"))) == 1:
            addressed = named
        return addressed[:1]
