from . import test_client_access, test_export_routes
from . import test_call_activity_lock, test_mail_activity_contact, test_sales_call_guard, test_sales_call_report
