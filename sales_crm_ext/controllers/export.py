import json

from werkzeug.exceptions import Forbidden

from odoo import http
from odoo.exceptions import AccessError
from odoo.http import request

from odoo.addons.web.controllers.export import CSVExport, ExcelExport
from odoo.addons.web.controllers.pivot import TableExporter


def _check_export():
    try:
        request.env["res.users"]._check_client_export()
    except AccessError as refusal:
        # What the web client shows as an ordinary message; a bare exception would be "Something went wrong".
        raise Forbidden(json.dumps({
            "code": 0, "message": "Odoo Server Error", "data": http.serialize_exception(refusal)})) from refusal


class ClientCSVExport(CSVExport):

    @http.route()
    def web_export_csv(self, data):
        _check_export()
        return super().web_export_csv(data)


class ClientExcelExport(ExcelExport):

    @http.route()
    def web_export_xlsx(self, data):
        _check_export()
        return super().web_export_xlsx(data)


class ClientTableExporter(TableExporter):

    @http.route()
    def export_xlsx(self, data, **kw):
        _check_export()
        return super().export_xlsx(data, **kw)
