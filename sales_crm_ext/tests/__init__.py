from . import test_client_access, test_client_card, test_export_routes, test_requisites
