from werkzeug.exceptions import NotFound

from odoo import models
from odoo.exceptions import AccessError, MissingError, UserError
from odoo.http import request

from ..tools.client_references import plain_ids

_CALLS = ("/web/dataset/call_", "/json/2/")


class IrHttp(models.AbstractModel):
    """A record that is not there and one that is somebody else's are refused by the same words, from the same place of the
    code, for the same reason: an answer has a traceback."""
    _inherit = "ir.http"

    @classmethod
    def _pre_dispatch(cls, rule, args):
        """Addresses that take several records, as downloads of invoices do, serve one client at a time."""
        try:
            res = super()._pre_dispatch(rule, args)
        except (AccessError, NotFound) as refusal:
            if cls._is_told_why(refusal):
                raise
            raise NotFound from None  # as stock does it for what is not there
        for value in args.values():
            if isinstance(value, models.BaseModel):
                value._check_files_of_one_client()
        return res

    @classmethod
    def _dispatch(cls, endpoint):
        try:
            cls._check_called_records()
            return super()._dispatch(endpoint)
        except (AccessError, MissingError) as refusal:
            if cls._is_told_why(refusal):
                raise
        except UserError as error:
            # Raised by a route that was refused something: it says so in words of its own.
            if not cls._is_told_why(error.__cause__ or error.__context__):
                raise error from None
            raise
        if request.dispatcher.routing_type == "http":
            raise NotFound  # as many pages say by themselves of what is not there
        raise AccessError(request.env["ir.rule"]._get_refusal_text())

    @classmethod
    def _check_called_records(cls):
        """A button's method may look at nothing before it answers, or do superuser's work first and leave what that read
        in the cache: the records that it is called on are looked at here.

        :raise AccessError: a restricted person does not reach them
        """
        if not request.httprequest.path.startswith(_CALLS) or not request.env:
            return
        params = request.params
        name, method = (params.get(key) or params.get(f"__{key}__") for key in ("model", "method"))
        if not isinstance(name, str) or name not in request.env or not isinstance(method, str) \
                or hasattr(getattr(request.env.registry[name], method, None), "_api_model"):
            return  # a model's method has no records
        if method != "get_base_url" and hasattr(request.env.registry["base"], method):
            return  # Odoo's other methods of every model look by themselves
        args = params.get("args")
        records = request.env[name].browse(plain_ids(args[0] if args else params.get("ids")))
        if records and (method == "get_base_url" or not request.env["ir.rule"]._get_client_domain(name).is_true()):
            records._check_client_metadata()

    @classmethod
    def _is_told_why(cls, refusal):
        """Whether the present user may know the reason of a refusal."""
        if refusal is None or isinstance(refusal, AccessError) and not getattr(refusal, "is_client_refusal", False):
            return True
        return not request.env or not request.env["res.users"]._is_present_user_restricted()
