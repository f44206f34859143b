from odoo import api, models

# Keys of the context by which the name of a partner tells its e-mail, address and tax number.
_TELLING = ("show_email", "show_address", "show_vat")


class ResPartner(models.Model):
    """A record of one's own may be with somebody else's client: it shows the client's name, and nothing with it."""
    _inherit = "res.partner"

    @api.depends_context("uid")
    def _compute_display_name(self):
        named = self._get_only_named()
        if not named:
            super()._compute_display_name()
            return
        super(ResPartner, self - named)._compute_display_name()
        # Not read in the other context: while a name is computed it is empty there.
        plain = named.with_context(**dict.fromkeys(_TELLING))
        super(ResPartner, plain)._compute_display_name()
        for partner, named_partner in zip(named, plain):
            partner.display_name = named_partner.display_name

    def _get_only_named(self):
        """Partners of whom the context asks more than the present user may know."""
        if not any(self.env.context.get(key) for key in _TELLING) or not self.env.user._is_client_restricted():
            return self.browse()
        # Names are read as superuser: the scope decides for env.user.
        return self.filtered(lambda partner: partner._origin and not partner._origin.sudo().is_client_accessible)
