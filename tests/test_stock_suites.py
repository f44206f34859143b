"""Odoo's own tests of what we extend, on a stock database and on one with our addons: ours adds no failure."""
import subprocess
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from workshop import databases, odoo_source, paths

SUITES = ["crm", "sale_crm", "sales_team", "contacts", "calendar", "mail", "utm", "phone_validation"]
INSTALLED = ["crm", "sale_crm", "contacts", "calendar"]
# Limits that count stock's queries to the last one, where leads and clients move by the hundred: each takes its touches
# along, one query for a lead that gets a salesperson, seven for one that gets a client. Access costs none.
COUNTS_QUERIES = {"TestLeadAssignPerf", "TestLeadConvertMass.test_mass_convert_performances"}
# They lose a deal without a refusal reason, which the addon refuses.
LOSES_WITHOUT_REASON = {
    "TestCRMLead.test_crm_lead_date_closed", "TestCRMLead.test_crm_lead_lost_date_closed",
    "TestLeadConvert.test_duplicates_computation", "TestLeadConvert.test_lead_merge_duplicates",
    "TestLeadConvert.test_lead_merge_duplicates_flow", "TestCrmPlsSides.test_stage_update",
    "TestCrmPlsSides.test_won_lost_validity",
}
# They fill in the form of a lead, or the one of the pipeline's columns, which demand the channel.
STATES_NO_CHANNEL = {
    "TestCRMLeadMultiCompany.test_lead_mc_company_form",
    "TestCrmKanbanUI.test_kanban_quick_create_partner_inherited_details", "TestUi.test_01_crm_tour",
    "TestUi.test_02_crm_tour_rainbowman", "TestUi.test_03_crm_tour_forecast",
}
# A salesperson gives a deal to somebody else's client: here to nobody's, whom directors see alone.
USES_STRANGERS_CLIENT = {
    "TestLeadConvertToTicket.test_lead_convert_to_quotation_exist",
    "TestLeadConvertToTicket.test_lead_convert_to_quotation_false_match_create",
}
# CRM opens with the person's day, not with the pipeline.
OPENS_WITH_MY_DAY = {"TestUi.test_email_and_phone_propagation_edit_save"}
EXPLAINED = (COUNTS_QUERIES | LOSES_WITHOUT_REASON | STATES_NO_CHANNEL | USES_STRANGERS_CLIENT | OPENS_WITH_MY_DAY)


def run_suites(database, environment, report):
    """Names of the tests that ran, and of those that failed, as Class.method."""
    # The Debian package has a second copy of the Python files beside the framework; the one inside is imported.
    roots = reversed(odoo_source.addons_folders(odoo_source.find()))
    inside = {root: [root / suite / "tests" for suite in SUITES if (root / suite / "tests").is_dir()] for root in roots}
    done = subprocess.run(
        ["pytest", "-q", "--odoo-http", f"--odoo-database={database}", "--odoo-extra=limit-memory-hard=0",
         f"--junitxml={report}", "-o", "addopts=", "-p", "no:cacheprovider", *map(str, max(inside.values(), key=len))],
        cwd=paths.ROOT, env=environment, capture_output=True, text=True)
    assert "error" not in done.stdout.splitlines()[-1], done.stdout[-3000:]
    cases = {f"{case.get('classname').rsplit('.', 1)[-1]}.{case.get('name').split(' ')[0]}": case
             for case in ET.parse(report).getroot().iter("testcase") if case.find("skipped") is None}
    failed = {name for name, case in cases.items() if case.find("failure") is not None or case.find("error") is not None}
    return set(cases), failed


@pytest.fixture(scope="module")
def in_english(environment, new_database):
    """Stock Odoo with CRM in English, whose words Odoo's own tests compare."""
    name = new_database("empty")
    databases.install(name, environment, INSTALLED, "Creating the database of stock Odoo in English", language=None)
    return name


@pytest.mark.slow
@pytest.mark.timeout(7200)
def test_stock_suites_fail_nowhere_new(in_english, new_database, environment, tmp_path: Path):
    with_addons = new_database("empty", template=in_english)
    databases.install(with_addons, environment, paths.CHOSEN_ADDONS, "Installing the addons", language=None)
    stock_ran, stock = run_suites(in_english, environment, tmp_path / "stock.xml")
    ours_ran, ours = run_suites(with_addons, environment, tmp_path / "ours.xml")
    new = {name for name in ours - stock if name not in EXPLAINED and name.split(".")[0] not in EXPLAINED}
    print(f"{len(stock_ran)} tests; stock fails {len(stock)}, with our addons {len(ours)},"
          f" explained {len(ours - stock - new)}")
    assert len(stock_ran) > 550
    assert sorted(stock_ran - ours_ran) == []
    assert sorted(new) == []
