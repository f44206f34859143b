from . import test_client_access
