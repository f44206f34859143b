from . import (
    sales_report_mixin,
    sales_channel_unmapped_report,
    sales_channel_report,
    sales_manager_report,
    sales_client_work_report,
    sales_period_report,
    sales_refusal_report,
    sales_quota_result,
    sales_owed_report,
    sales_response_report,
)
