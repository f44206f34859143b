from odoo import api, models


class StockRule(models.Model):
    """Whom the company buys goods from is its own business: they are bought also when the person whose order needs them
    must not know of the vendor, a client of a colleague."""
    _inherit = "stock.rule"

    @api.private  # stock's own answers remote calls; this one looks at vendors as superuser
    @api.model
    def run(self, procurements, raise_user_error=True):
        if not self.env.user._is_client_restricted():
            return super().run(procurements, raise_user_error=raise_user_error)
        # Vendors are read through the goods. As superuser's, the rules would be searched in other companies.
        procurements = [procurement._replace(product_id=procurement.product_id.sudo()) for procurement in procurements]
        self._forget_vendors()
        res = super().run(procurements, raise_user_error=raise_user_error)
        self._forget_vendors()
        return res

    def _forget_vendors(self):
        """The cache keeps one list of vendors for the person and for superuser: read by the person it lacks vendors, read by
        superuser it shows the person those that they must not know of."""
        for model in ("product.template", "product.product"):
            self.env[model].invalidate_model(["seller_ids"])
