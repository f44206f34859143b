from odoo import models
from odoo.exceptions import AccessError, MissingError
from odoo.http import request


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

    @classmethod
    def _dispatch(cls, endpoint):
        """A record that is not there and one that is somebody else's are refused by the same words, from the same place
        of the code: in developer mode the answer has a traceback."""
        try:
            return super()._dispatch(endpoint)
        except (AccessError, MissingError) as refusal:
            is_told = isinstance(refusal, AccessError) and not getattr(refusal, "is_client_refusal", False)
            if is_told or not request.env or not request.env["res.users"]._is_present_user_restricted():
                raise
        raise AccessError(request.env["ir.rule"]._get_refusal_text())
