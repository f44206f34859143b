from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import email_normalize, parse_contact_from_email


class ResPartner(models.Model):
    """Stock looks for the owner of an address as the person who writes, and makes a new partner when it finds none: a
    colleague's client, whom they do not see, would become a second one."""
    _inherit = "res.partner"

    @api.model
    def find_or_create(self, email, assert_valid_email=False):
        self._check_addresses_not_taken([email])
        return super().find_or_create(email, assert_valid_email=assert_valid_email)

    @api.model
    def _find_or_create_from_emails(self, emails, *args, no_create=False, **kwargs):
        if not no_create:
            self._check_addresses_not_taken(emails)
        return super()._find_or_create_from_emails(emails, *args, no_create=no_create, **kwargs)

    @api.model
    def _check_addresses_not_taken(self, emails):
        """
        :raise UserError: when a restricted person is about to make a second client of a colleague's
        """
        if not self.env["res.users"]._is_present_user_restricted():
            return
        addresses = {address for email in emails or () if email
                     if (address := parse_contact_from_email(email)[1] or email_normalize(email))}
        if not addresses:
            return
        own = self.search_fetch([("email_normalized", "in", sorted(addresses))], ["email_normalized"])
        addresses -= set(own.mapped("email_normalized"))
        # That an address is taken is the only thing told of somebody else's client.
        if taken := self.sudo().search([("email_normalized", "in", sorted(addresses))], limit=1):
            raise UserError(self.env._(
                "%(email)s is taken: it belongs to a client of a colleague. Ask your director whose client it is.",
                email=taken.email_normalized))

    @api.model
    def _find_client_by_email(self, email):
        """The client with this address, when there is exactly one; as the caller sees them."""
        address = email_normalize(email or "")
        if not address:
            return self.browse()
        found = self.search([("email_normalized", "=", address), ("partner_share", "=", True)], order="id")
        return found[:1] if len(found.commercial_partner_id) == 1 else self.browse()
