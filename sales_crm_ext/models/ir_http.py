from werkzeug.exceptions import NotFound

from odoo import models
from odoo.exceptions import AccessDenied, AccessError, MissingError, UserError
from odoo.http import Response, request

from odoo.addons.rpc.controllers.xmlrpc import xmlrpc_handle_exception_int, xmlrpc_handle_exception_string

from ..tools import remote_calls
from ..tools.client_references import plain_ids


class IrHttp(models.AbstractModel):
    """A record that is not there and one that is somebody else's are refused by the same words, from the same place of the
    code, for the same reason: an answer has a traceback.

    A server of several databases serves XML-RPC and JSON-RPC of a database that the request's address does not name
    without its ``ir.http``: the rules hold there, and errors are stock's.
    """
    _inherit = "ir.http"

    @classmethod
    def _pre_dispatch(cls, rule, args):
        """Addresses that take several records, as downloads of invoices do, serve one client at a time."""
        try:
            res = super()._pre_dispatch(rule, args)
        except (AccessError, NotFound) as refusal:
            if not cls._is_silent(refusal, cls._get_refusal_words(request.env)):
                raise
            raise NotFound from None  # as stock does it for what is not there
        for value in args.values():
            if isinstance(value, models.BaseModel):
                value._check_files_of_one_client()
        return res

    @classmethod
    def _dispatch(cls, endpoint):
        call, env = remote_calls.read(request), request.env
        if call and call.uid is not None:
            env = cls._log_in_program(call)
        words = cls._get_refusal_words(env)  # before the call: XML-RPC's route closes the cursor
        try:
            if call and words:
                cls._check_called_records(env, call)
            return super()._dispatch(endpoint)
        except (AccessError, MissingError) as refusal:
            if not cls._is_silent(refusal, words):
                raise cls._word_for_program(refusal)
        except UserError as error:
            # Raised by a route that was refused something: it says so in words of its own.
            if cls._is_silent(error.__cause__ or error.__context__, words):
                raise error from None
            raise
        if request.dispatcher.routing_type == "http" and not call:
            raise NotFound  # as many pages say by themselves of what is not there
        raise cls._word_for_program(AccessError(words))

    @classmethod
    def _get_refusal_words(cls, env):
        """What a restricted person is told; empty for everybody else, who may know the reason."""
        if env and env.uid and env["res.users"]._is_present_user_restricted():
            lang = env.context.get("lang") or env.user.lang  # programs have none; asked at each request
            return env["ir.rule"].with_context(lang=lang)._get_refusal_text()
        return ""

    @classmethod
    def _is_silent(cls, refusal, words):
        """Whether the reason of the refusal is not for the person."""
        return bool(words and refusal) and (
            not isinstance(refusal, AccessError) or getattr(refusal, "is_client_refusal", False))

    @classmethod
    def _log_in_program(cls, call):
        """Environment of who calls through an interface that has no session.

        :raise AccessDenied: the password is not theirs
        """
        try:
            request.env(su=True)["res.users"]._check_uid_passwd(call.uid, call.password)
        except AccessDenied as refusal:
            raise cls._word_for_program(refusal) from None
        return request.env(user=call.uid, su=False)

    @classmethod
    def _check_called_records(cls, env, call):
        """A button's method may look at nothing before it answers, or do superuser's work first and leave what that read
        in the cache: the records that it is called on are looked at here.

        :raise AccessError: a restricted person does not reach them
        """
        if call.model not in env or hasattr(getattr(env.registry[call.model], call.method, None), "_api_model"):
            return  # a model's method has no records
        if call.method != "get_base_url" and hasattr(env.registry["base"], call.method):
            return  # Odoo's other methods of every model look by themselves
        records = env[call.model].browse(plain_ids(call.ids))
        if records and (call.method == "get_base_url"
                        or not env["ir.rule"]._get_client_domain(call.model).is_true()):
            records._check_client_metadata()

    @classmethod
    def _word_for_program(cls, refusal):
        """The refusal with the answer that XML-RPC gives, which its own controller adds to what fails inside it alone."""
        path = request.httprequest.path
        if path.startswith("/xmlrpc/") and not hasattr(refusal, "error_response"):
            word = xmlrpc_handle_exception_int if path.startswith("/xmlrpc/2/") else xmlrpc_handle_exception_string
            refusal.error_response = Response(response=word(refusal), mimetype="text/xml")
        return refusal
