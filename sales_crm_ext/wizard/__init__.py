from . import sales_call_cancel
from . import sales_channel_map
from . import mail_compose_message, sales_document_upload, sales_stage_template, sales_stage_template_line
