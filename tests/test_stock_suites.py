"""Odoo's own tests of what we extend, on a stock database and on one with our addons: ours adds no failure."""
import subprocess
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from workshop import odoo_source, paths

SUITES = ["crm", "sales_team", "contacts", "utm", "phone_validation"]
# The addon does more in these flows, and Odoo's limits count stock's queries to the last one.
COUNTS_QUERIES = {
    "TestLeadAssignPerf", "TestLeadConvertMass.test_assignment_salesmen",
    "TestLeadConvertMass.test_assignment_salesmen_wteam", "TestLeadConvertMass.test_mass_convert_performances",
}
# They lose a deal without a refusal reason, which the addon refuses.
LOSES_WITHOUT_REASON = {
    "TestCRMLead.test_crm_lead_date_closed", "TestCRMLead.test_crm_lead_lost_date_closed",
    "TestLeadConvert.test_duplicates_computation", "TestLeadConvert.test_lead_merge_duplicates",
    "TestLeadConvert.test_lead_merge_duplicates_flow", "TestCrmPlsSides.test_stage_update",
    "TestCrmPlsSides.test_won_lost_validity",
}
EXPLAINED = COUNTS_QUERIES | LOSES_WITHOUT_REASON


def failures(database, environment, report):
    """Names of the tests that failed, as Class.method."""
    addons = odoo_source.addons_folders(odoo_source.find())
    folders = [next(folder for folder in (root / suite / "tests" for root in addons) if folder.is_dir())
               for suite in SUITES]
    subprocess.run(
        ["pytest", "-q", "--odoo-http", f"--odoo-database={database}", "--odoo-extra=limit-memory-hard=0",
         f"--junitxml={report}", "-o", "addopts=", "-p", "no:cacheprovider", *map(str, folders)],
        cwd=paths.ROOT, env=environment, capture_output=True)
    cases = ET.parse(report).getroot().iter("testcase")
    return {f"{case.get('classname').rsplit('.', 1)[-1]}.{case.get('name').split(' ')[0]}" for case in cases
            if case.find("failure") is not None or case.find("error") is not None}


@pytest.mark.slow
@pytest.mark.timeout(3000)
def test_stock_suites_fail_nowhere_new(new_database, environment, tmp_path: Path):
    stock = failures(new_database("stock"), environment, tmp_path / "stock.xml")
    ours = failures(new_database("addons"), environment, tmp_path / "ours.xml")
    new = {name for name in ours - stock if name not in EXPLAINED and name.split(".")[0] not in EXPLAINED}
    print(f"stock fails {len(stock)}, with our addons {len(ours)}, explained {len(ours - stock - new)}")
    assert not new
