from odoo import api, fields, models


class SalesAddressee(models.Model):
    """An address that somebody in the company has written to, ever: the second one to write is not the first.

    Written by the job that decides on letters, and filled at installation from what Odoo remembers of earlier letters.
    An address stays known when the letter came back: the next one to it is no news.
    """
    _name = "sales.addressee"
    _description = "Known Addressee"
    _rec_name = "email_normalized"
    _log_access = False

    email_normalized = fields.Char("Addressee", required=True, readonly=True)
    first_sent_at = fields.Datetime(readonly=True)
    letter_id = fields.Many2one("sales.letter", "First Letter", readonly=True, index="btree_not_null", ondelete="set null")

    _email_normalized_uniq = models.UniqueIndex("(email_normalized)")

    @api.model
    def _get_known(self, addresses):
        """Those of the addresses that are known."""
        found = self.search_fetch([("email_normalized", "in", list(filter(None, addresses)))], ["email_normalized"])
        return set(found.mapped("email_normalized"))

    @api.model
    def _add(self, letters):
        self.create([{"email_normalized": letter.email_normalized, "first_sent_at": letter.sent_at, "letter_id": letter.id}
                     for letter in letters])
