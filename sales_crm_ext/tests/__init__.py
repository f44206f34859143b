from . import test_client_access, test_export_routes
from . import test_client_access
from . import test_sales_call_report
