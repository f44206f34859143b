"""The public data sets that stand for the company's own files: where they are and how they are read."""
import csv
import gzip
import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("SALES_CRM_EXT_DATA") or ROOT.parent / "shared" / "data").resolve()

MAVEN = DATA / "maven_crm"
MOSCOW_CSV = DATA / "moscow_orgs" / "moscow_edu_orgs_2014.csv.gz"
MOSCOW_XLSX = DATA / "moscow_orgs" / "moscow_edu_orgs_2014.xlsx"
X_EDUCATION = DATA / "x_education_leads" / "Leads.csv.gz"


def missing():
    """A sentence that names the first absent file, or None when all are there."""
    for path in (MAVEN / "sales_pipeline.csv", MOSCOW_CSV, MOSCOW_XLSX, X_EDUCATION):
        if not path.exists():
            return f"The data set {path} is not there (SALES_CRM_EXT_DATA names the folder of data sets)."
    return None


def read_csv(path, delimiter=","):
    """Rows of a CSV file, plain or gzipped, as dictionaries of untouched cells."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream, delimiter=delimiter))
