from odoo import models


class PortalMixin(models.AbstractModel):
    _inherit = "portal.mixin"

    def _portal_ensure_token(self):
        """Whoever has the token reads the document. Stock makes it as superuser, and so gives it to any caller."""
        if self.env["res.users"]._is_present_user_restricted():
            self.check_access("read")
        return super()._portal_ensure_token()
