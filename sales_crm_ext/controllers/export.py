from odoo import http
from odoo.http import request

from odoo.addons.web.controllers.export import CSVExport, ExcelExport
from odoo.addons.web.controllers.pivot import TableExporter


def _check_export():
    request.env["res.users"]._check_client_export()


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
