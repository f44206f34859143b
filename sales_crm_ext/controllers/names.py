from urllib.parse import urlparse

from odoo.http import request, route

from odoo.addons.html_editor.controllers.main import HTML_Editor
from odoo.addons.web.controllers.action import Action

_REASONS = ("error", "error_msg", "other_error_msg")


def _hide(result, key, model, record_id):
    """Whether a record is there is not told: a restricted person gets one sentence for all that they do not reach.

    Stock computes the name of any id, and asks for no right: some models put it together as superuser.
    """
    words = request.env["ir.http"]._get_refusal_words(request.env)
    if words and (not result.keys().isdisjoint(_REASONS) or not _is_readable(model, record_id)):
        return {key: words}
    return result


def _is_readable(model, record_id):
    if not model or not str(record_id).isdigit():  # a page of many records, or of a new one
        return True
    record = request.env[model].browse(int(record_id)).exists()
    return bool(record) and record.has_access("read")


class SalesAction(Action):

    @route()
    def load_breadcrumbs(self, actions):
        results = super().load_breadcrumbs(actions)
        return [_hide(result, "error", self._get_model(action, result), action.get("resId"))
                for action, result in zip(actions, results)]

    def _get_model(self, action, result):
        """Name of the model whose record a crumb names, None when it names none."""
        if "error" in result or not action.get("resId") or not request.env["ir.http"]._get_refusal_words(request.env):
            return None
        if not action.get("action"):
            return action.get("model")
        loaded = self.load(action["action"])
        if loaded["type"] == "ir.actions.server" and loaded["path"]:
            loaded = request.env["ir.actions.server"].browse(loaded["id"]).run()
        return loaded.get("res_model")


class SalesLinkPreview(HTML_Editor):

    @route()
    def link_preview_metadata_internal(self, preview_url):
        result = super().link_preview_metadata_internal(preview_url)
        return _hide(result, "error_msg", *self._get_record(preview_url))

    def _get_record(self, preview_url):
        """Model and id of the record at an address of ours: ``…/MODEL/ID`` or ``…/PATH OF AN ACTION/ID``."""
        *_start, name, record_id = ["", "", *urlparse(preview_url).path.strip("/").split("/")]
        if name.removeprefix("m-") in request.env:
            return name.removeprefix("m-"), record_id
        # Actions are read so by stock: which model one opens is told to anybody.
        action = request.env["ir.actions.act_window"].sudo().search([("path", "=", name)], limit=1)
        return action.res_model, record_id
