from odoo.http import request, route

from odoo.addons.html_editor.controllers.main import HTML_Editor
from odoo.addons.web.controllers.action import Action

_REASONS = ("error", "error_msg", "other_error_msg")


def _hide_reason(result, key):
    """Whether a record is there is not told: a restricted person gets one sentence for all that they do not reach."""
    words = request.env["ir.http"]._get_refusal_words(request.env)
    return {key: words} if words and not result.keys().isdisjoint(_REASONS) else result


class SalesAction(Action):

    @route()
    def load_breadcrumbs(self, actions):
        return [_hide_reason(result, "error") for result in super().load_breadcrumbs(actions)]


class SalesLinkPreview(HTML_Editor):

    @route()
    def link_preview_metadata_internal(self, preview_url):
        return _hide_reason(super().link_preview_metadata_internal(preview_url), "error_msg")
