from odoo import api, models


class IrFilters(models.Model):
    """The names of filters are not translatable in Odoo; those of ours are shown in the reader's language."""
    _inherit = "ir.filters"

    @api.model
    def get_filters(self, *args, **kwargs):
        filters = super().get_filters(*args, **kwargs)
        names = self._get_favourite_names([values["id"] for values in filters])
        for values in filters:
            values["name"] = names.get(values["id"], values["name"])
        return filters

    @api.model
    def _get_favourite_names(self, filter_ids):
        """Names in the reader's language of those of our filters that nobody renamed."""
        # Only administrators read which records an addon brought; the filters asked for are those the user sees.
        brought = self.env["ir.model.data"].sudo().search_fetch(
            [("model", "=", "ir.filters"), ("module", "=", "sales_crm_ext"), ("res_id", "in", filter_ids)],
            ["name", "res_id"])
        shown, shipped = self._get_shipped_names(), self.with_context(lang="en_US")._get_shipped_names()
        return {
            data.res_id: shown[data.name] for data in brought
            if data.name in shipped and self.browse(data.res_id).name == shipped[data.name]}

    @api.model
    def _get_shipped_names(self):
        return {
            "sales_manager_report_filter_day": self.env._("Salespeople by day"),
            "sales_manager_report_filter_month": self.env._("Salespeople by month"),
            "sales_manager_report_filter_funnel": self.env._("From call to deal"),
            "sales_manager_report_filter_missed": self.env._("Missed calls by week"),
            "sales_manager_report_filter_calls_outcome": self.env._("Outcomes by salesperson"),
            "sales_manager_report_filter_calls_disposition": self.env._("Connection by salesperson and week"),
            "sales_client_work_report_filter_client": self.env._("Work by client"),
            "sales_channel_report_filter_cost": self.env._("Cost of leads and clients by month"),
            "sales_channel_report_filter_user": self.env._("Channels by salesperson"),
            "sales_channel_report_filter_not_stated": self.env._("Who leaves the channel not stated"),
            "sales_period_report_filter_day": self.env._("Won by day"),
            "sales_period_report_filter_week": self.env._("Won by week"),
            "sales_period_report_filter_month": self.env._("Won by month"),
            "sales_period_report_filter_quarter": self.env._("Won by quarter"),
            "sales_period_report_filter_year": self.env._("Won by year"),
            "sales_refusal_report_filter_pain": self.env._("Refusal reasons by pain"),
            "sales_refusal_report_filter_channel": self.env._("Refusal reasons by channel and pain"),
        }
