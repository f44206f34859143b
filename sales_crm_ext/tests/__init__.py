from . import test_client_access, test_export_routes
from . import test_call_activity_lock, test_sales_call_guard, test_sales_call_report
from . import test_client_access, test_client_card, test_export_routes, test_requisites
from . import test_client_access, test_export_routes, test_channel, test_channel_report
