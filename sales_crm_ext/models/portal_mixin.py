from odoo import models
from odoo.tools import ormcache


class PortalMixin(models.AbstractModel):
    """A document of one's own may be with somebody else's client: its page, which shows the client's address, is for those
    who reach the client, and so is the token that opens it without a login."""
    _inherit = "portal.mixin"

    def _portal_ensure_token(self):
        """Whoever has the token reads the document. Stock makes it as superuser, and so gives it to any caller."""
        if self.env["res.users"]._is_present_user_restricted():
            self.check_access("read")
            if not self._is_every_client_reached():
                return ""
        return super()._portal_ensure_token()

    def _check_client_page(self):
        """
        :raise AccessError: a restricted person asks for the page of a document with a client that they do not reach
        """
        if self.env["res.users"]._is_present_user_restricted() and not self._is_every_client_reached():
            raise self.env["ir.rule"]._make_client_refusal()

    def _is_every_client_reached(self):
        document = self.sudo()  # only whose clients they are
        return all(document._is_client_on_path_reached(name) for name in self._get_client_names())

    def _get_client_names(self):
        fields = self.env["ir.rule"]._get_many2one_fields(self)
        return tuple(field.name for field in fields if field.comodel_name == "res.partner")

    @ormcache()
    def _get_client_copies(self):
        copies = super()._get_client_copies()
        return copies if "is_client_accessible" in self._fields else (*copies, ("access_token", self._get_client_names()))
