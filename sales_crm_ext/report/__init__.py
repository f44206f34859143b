from . import (
    sales_report_mixin,
    sales_channel_unmapped_report,
    sales_channel_report,
)
