from . import (
    base_import_import,
    base_partner_merge,
    mail_activity_schedule,
    mail_compose_message,
    sales_call_cancel,
    sales_call_control_correct,
    sales_channel_map,
    sales_document_upload,
    sales_settings,
    sales_stage_template,
    sales_stage_template_line,
)
