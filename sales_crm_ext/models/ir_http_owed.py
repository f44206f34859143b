from odoo import models


class IrHttp(models.AbstractModel):
    """The web client warns of overdue reports from its first moment on, without a request of its own."""
    _inherit = "ir.http"

    def session_info(self):
        info = super().session_info()
        if info.get("is_internal_user"):
            info["sales_crm_ext_reports_owed"] = self.env.user._get_owed_warning()
        return info
