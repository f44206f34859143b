from odoo import api, models


class ProductSupplierinfo(models.Model):
    """All see the vendors of goods, as long as nobody sells to them: stock reads a vendor on behalf of the salesperson
    whose order needs the goods."""
    _inherit = "product.supplierinfo"

    @api.model_create_multi
    def create(self, vals_list):
        prices = super().create(vals_list)
        prices._show_vendors()
        return prices

    def write(self, vals):
        res = super().write(vals)
        if "partner_id" in vals:
            self._show_vendors()
        return res

    def _show_vendors(self):
        nobody = self.env["res.users"]
        nobodys = self.env["sales.client.scope"]._get_for_people(nobody, nobody)
        # Who buys does not decide on clients; that all see their vendors is decided.
        vendors = self.sudo().partner_id.commercial_partner_id
        vendors.filtered(lambda vendor: vendor.client_scope_id == nobodys).is_visible_to_all = True
