from odoo import api, models
from odoo.exceptions import AccessError


class MailThread(models.AbstractModel):
    """Stock turns the partners that a person names here into the superuser's work: they are looked at before that."""
    _inherit = "mail.thread"

    def write(self, vals):
        # Stock keeps what was there before it looks at the rights, in any order of the fields: those of related records are
        # the superuser's to read, of what is there.
        if self.ids and self.env["res.users"]._is_present_user_restricted():
            self.browse().check_access("write")
        return super().write(vals)

    def message_subscribe(self, partner_ids=None, subtype_ids=None):
        """Names of followers are shown: those out of the person's reach are left out."""
        if partner_ids and self.env["res.users"]._is_present_user_restricted():
            partners = self.env["res.partner"].browse(partner_ids)
            partner_ids = self.env["ir.rule"]._filter_client_reached(partners).ids
        return super().message_subscribe(partner_ids=partner_ids, subtype_ids=subtype_ids)

    def message_get_followers(self, after=None, limit=100, filter_recipients=False):
        self.check_access("read")
        return super().message_get_followers(after=after, limit=limit, filter_recipients=filter_recipients)

    def message_post(self, **kwargs):
        if self.ids:
            self._check_client_metadata()
        self._check_letter(kwargs)
        return super().message_post(**kwargs)

    def message_notify(self, **kwargs):
        self._check_letter(kwargs)
        return super().message_notify(**kwargs)

    def _message_get_suggested_recipients_batch(self, *args, no_create=True, **kwargs):
        """Nobody is proposed who may not be written to."""
        if not self.env["res.users"]._is_present_user_restricted():
            return super()._message_get_suggested_recipients_batch(*args, no_create=no_create, **kwargs)
        self.check_access("read")
        # Stock reads the addresses of followers as the person, who may not reach each of them: the client of one's own deal.
        thread = self.sudo() if no_create else self  # nobody is made, and whom they do not reach is taken off below
        suggested = super(MailThread, thread)._message_get_suggested_recipients_batch(*args, no_create=no_create, **kwargs)
        self.env["res.partner"].invalidate_model()  # nor does the cache hold them afterwards
        partners = self.env["res.partner"].browse(
            {recipient["partner_id"] for found in suggested.values() for recipient in found if recipient.get("partner_id")})
        strange = set(partners._ids) - set(self.env["ir.rule"]._filter_client_reached(partners)._ids)
        return {id_: [recipient for recipient in found if recipient.get("partner_id") not in strange]
                for id_, found in suggested.items()}

    def _partner_find_from_emails(self, records_emails, *args, **kwargs):
        # Asked by a route that looks at nothing: the answer would tell which documents there are.
        if self.env["res.users"]._is_present_user_restricted():
            for record in records_emails:
                if record.ids:  # none: a tool for any addresses
                    record.check_access("read")
        return super()._partner_find_from_emails(records_emails, *args, **kwargs)

    @api.model
    def _check_letter(self, values):
        """
        :raise AccessError: when a restricted person writes to, or in the name of, somebody else's client, or answers a
            letter that they may not read: it is shown with the answer
        """
        if not self.env["res.users"]._is_present_user_restricted():
            return
        people = self.env["res.partner"].browse(filter(None, [*(values.get("partner_ids") or ()), values.get("author_id")]))
        if self.env["ir.rule"]._filter_client_reached(people) != people:
            raise AccessError(self.env._(
                "One of the recipients is not a client of yours, or is not there. Take them off the list."))
        if values.get("parent_id"):
            self.env["mail.message"].browse(values["parent_id"]).check_access("read")
        self.env["mail.message"]._check_author(values.get("author_id"))

    def _notify_thread_with_out_of_office(self, *args, **kwargs):
        """Who is away answers by themselves, by the letter of somebody else: the system's work."""
        return super(MailThread, self.sudo())._notify_thread_with_out_of_office(*args, **kwargs)
