from odoo import models


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    def _get_rendering_context(self, report, docids, data):
        """Every report, as a page, a text or a PDF, is about one client at a time."""
        if report.model in self.env:
            records = self.env[report.model].browse(docids)
            records._check_files_of_one_client()
            records._check_lines_of_one_client()
        return super()._get_rendering_context(report, docids, data)
