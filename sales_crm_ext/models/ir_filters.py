from odoo import api, models
from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)

# The names of filters are not translatable in Odoo; those of ours are shown in the reader's language.
FAVOURITES = {
    "sales_manager_report_filter_day": _lt("Salespeople by day"),
    "sales_manager_report_filter_month": _lt("Salespeople by month"),
    "sales_manager_report_filter_funnel": _lt("From call to deal"),
    "sales_manager_report_filter_missed": _lt("Missed calls by week"),
    "sales_manager_report_filter_calls_outcome": _lt("Outcomes by salesperson"),
    "sales_manager_report_filter_calls_disposition": _lt("Connection by salesperson and week"),
    "sales_client_work_report_filter_client": _lt("Work by client"),
    "sales_channel_report_filter_cost": _lt("Cost of leads and clients by month"),
    "sales_channel_report_filter_user": _lt("Channels by salesperson"),
    "sales_channel_report_filter_not_stated": _lt("Who leaves the channel not stated"),
    "sales_period_report_filter_day": _lt("Won by day"),
    "sales_period_report_filter_week": _lt("Won by week"),
    "sales_period_report_filter_month": _lt("Won by month"),
    "sales_period_report_filter_quarter": _lt("Won by quarter"),
    "sales_period_report_filter_year": _lt("Won by year"),
    "sales_refusal_report_filter_pain": _lt("Refusal reasons by pain"),
    "sales_refusal_report_filter_channel": _lt("Refusal reasons by channel and pain"),
}


class IrFilters(models.Model):
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
        # Which records an addon brought is not for everybody to read.
        shipped = self.env["ir.model.data"].sudo().search_fetch(
            [("model", "=", "ir.filters"), ("module", "=", "sales_crm_ext"), ("res_id", "in", filter_ids)],
            ["name", "res_id"])
        names = {}
        for data in shipped:
            source = FAVOURITES.get(data.name)
            if source and self.browse(data.res_id).name == source._source:
                names[data.res_id] = source._translate(self.env.lang or "en_US")
        return names
