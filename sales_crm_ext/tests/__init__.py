from . import test_client_access, test_export_routes
