from . import test_client_access, test_export_routes, test_channel, test_channel_report, test_manager_report, test_period_report
