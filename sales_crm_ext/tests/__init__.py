from . import (
    test_call_activity_lock,
    test_channel,
    test_channel_report,
    test_client_access,
    test_client_card,
    test_export_routes,
    test_requisites,
    test_sales_call_guard,
    test_sales_call_report,
)
from . import test_client_access, test_export_routes
from . import test_call_activity_lock, test_mail_activity_contact, test_sales_call_guard, test_sales_call_report
    test_client_access,
    test_client_card,
    test_documents,
    test_export_routes,
    test_lost_reason,
    test_proposal_mark,
    test_requisites,
    test_stage_gates,
    test_stage_template,
)
from . import test_client_access, test_export_routes, test_channel, test_channel_report, test_manager_report, test_period_report
from . import test_call_activity_lock, test_sales_call_guard, test_sales_call_report
from . import test_client_access, test_client_card, test_export_routes, test_requisites
from . import test_client_access, test_export_routes, test_channel, test_channel_report
from . import test_client_import, test_client_import_again, test_client_import_report
