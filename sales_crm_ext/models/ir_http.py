from odoo import models


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @classmethod
    def _pre_dispatch(cls, rule, args):
        """Addresses that take several records, as downloads of invoices do, serve one client at a time."""
        res = super()._pre_dispatch(rule, args)
        for value in args.values():
            if isinstance(value, models.BaseModel):
                value._check_files_of_one_client()
        return res
