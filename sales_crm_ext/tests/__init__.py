from . import (
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
