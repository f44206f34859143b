"""A real client base of 3,492 rows comes in through the import screen's own requests, and comes in again."""
import re
import time

import pytest

from tests import moscow_clients as moscow
from tests.rpc import Client

SECONDS = 120
# What a person chooses in the import screen; the titles of the file are of its own kind.
MAPPING = {
    "1_Краткое наименование": "name", "0_INN": "vat", "0_OGRN": "company_registry", "0_KPP": "kpp",
    "1_Юридический адрес": "street", "1_Телефон": "phone", "1_Адрес электронной почты": "email",
    "1_Сайт учреждения": "website",
}
OPTIONS = {
    "has_headers": True, "quoting": '"', "separator": "", "encoding": "", "date_format": "", "datetime_format": "",
    "float_thousand_separator": ",", "float_decimal_separator": ".", "fallback_values": {},
    "name_create_enabled_fields": {}, "import_set_empty_fields": [], "import_skip_records": [], "skip": 0,
    "limit": 2000, "sheet": "", "tracking_disable": True,
}
FIELDS = ["name", "vat", "kpp", "company_registry", "street", "phone", "phone_other", "email", "email_other", "website",
          "comment", "is_company", "user_id"]


class Screen:
    """The import screen with the file in it."""

    def __init__(self, running, path):
        self.client = Client(running.url, running.database, "admin", "admin")
        self.wizard = self.client.call("base_import.import", "create", [{"res_model": "res.partner"}])[0]
        self.client.upload("/base_import/set_file", path.name, path.read_bytes(), id=self.wizard)
        preview = self.client.call("base_import.import", "parse_preview", [self.wizard], OPTIONS)
        self.titles = [title.strip() for title in preview["headers"]]

    def execute(self, dryrun=False):
        """Press "Test" or "Import": the answers of all batches, and the seconds it took."""
        answers, skip, started = [], 0, time.monotonic()
        while True:
            answers.append(self.client.call(
                "base_import.import", "execute_import", [self.wizard],
                [MAPPING.get(title, False) for title in self.titles], [title.lower() for title in self.titles],
                dict(OPTIONS, skip=skip), dryrun=dryrun, context={"tracking_disable": True}))
            skip = answers[-1]["nextrow"]
            if not skip or answers[-1]["messages"]:  # the screen stops at messages too
                return answers, time.monotonic() - started

    def remarks(self, **values):
        domain = [(name, "=", value) for name, value in values.items()]
        return self.client.call(
            "sales.import.issue", "search_read", domain, ["kind", "row_number", "state", "partner_id"])

    def rows_remarked(self, *kinds):
        return {remark["row_number"] for kind in kinds for remark in self.remarks(kind=kind)}

    def partners(self):
        return self.client.call("res.partner", "search_read", [("id", ">", self.last_before)], FIELDS, order="id")


@pytest.fixture(scope="module")
def rows(shared_data):
    if not (shared_data / "moscow_orgs").is_dir():
        pytest.skip(f"{shared_data}/moscow_orgs is absent: the real client base is not imported")
    return moscow.read(shared_data)


@pytest.fixture(scope="module")
def screen(shared_data, rows, new_database, server):  # noqa: ARG001  rows skip where the file is absent
    with server(new_database("addons")) as running:
        screen = Screen(running, shared_data / "moscow_orgs/moscow_edu_orgs_2014.xlsx")
        screen.last_before = max(screen.client.call("res.partner", "search", [], context={"active_test": False}))
        screen.tested, screen.test_seconds = screen.execute(dryrun=True)
        screen.remarks_of_test = screen.remarks()
        screen.partners_of_test = screen.partners()
        screen.imported, screen.import_seconds = screen.execute()
        yield screen


@pytest.fixture(scope="module")
def partners(screen):
    return {partner["id"]: partner for partner in screen.partners()}


@pytest.fixture(scope="module")
def partner_of_row(rows, partners):
    """{row number: client}, by what the clients hold: the INN, or the name where there is none."""
    by_inn = {partner["vat"]: partner for partner in partners.values() if partner["vat"]}
    by_name = {partner["name"]: partner for partner in partners.values() if not partner["vat"]}
    return {number: by_inn.get(moscow.inn(row)) or by_name.get(re.sub(r"\s+", " ", row["1_Краткое наименование"]))
            for number, row in rows.items()}


def test_test_tells_the_duplicates_by_row(screen, rows):
    [answer] = screen.tested  # one answer speaks of the whole file
    summary, *lines = answer["messages"]
    assert summary["type"] == "info" and "record" not in summary
    assert all(line["type"] == "warning" for line in lines)
    first = moscow.clients(rows)
    duplicates = {line["record"]: line["message"] for line in lines
                  if re.search(rf"строка {first[line['record']]}\b.*станут одним клиентом", line["message"])}
    assert set(duplicates) == {number for number in rows if first[number] != number}


def test_test_leaves_remarks_and_no_client(screen):
    assert screen.partners_of_test == []
    assert {remark["state"] for remark in screen.remarks_of_test} == {"test"}


def test_every_row_comes_in(screen, rows, partners, partner_of_row):
    assert len(rows) == 3492
    assert [answer["messages"] for answer in screen.imported] == [[], []]
    assert len(partners) == len(set(moscow.clients(rows).values()))
    assert [number for number, partner in partner_of_row.items() if not partner] == []


def test_in_good_time(screen):
    print(f"test {screen.test_seconds:.1f} s, import {screen.import_seconds:.1f} s")
    assert screen.test_seconds < SECONDS
    assert screen.import_seconds < SECONDS


def test_no_phone_is_lost(rows, partner_of_row):
    lost = []
    for number, row in rows.items():
        partner = partner_of_row[number]
        stored = re.sub(r"[^\d,]", "", f"{partner['phone']},{partner['phone_other']}")
        if moscow.phone(row) not in stored:
            lost.append((number, row["1_Телефон"], stored))
    assert lost == []


def test_phones_of_every_spelling_are_of_one_form(screen, rows, partner_of_row):
    full = [number for number, row in rows.items() if moscow.is_full(moscow.phone(row))]
    assert len(full) > 3000
    odd = [(number, rows[number]["1_Телефон"], partner_of_row[number]["phone"]) for number in full
           if not re.fullmatch(r"\+7 \d{3} \d{3}-\d\d-\d\d", partner_of_row[number]["phone"] or "")]
    assert odd == []
    with_phone = {number for number, row in rows.items() if moscow.phone(row)}
    assert screen.rows_remarked("odd_phone") == with_phone - set(full)


def test_no_address_is_lost(rows, partner_of_row):
    lost = []
    for number, row in rows.items():
        partner = partner_of_row[number]
        stored = {part.lower() for part in f"{partner['email']}, {partner['email_other']}".split(", ")}
        lost += [(number, email) for email in moscow.emails(row) - stored]
        notes = re.sub(r"\s*@\s*", "@", (partner["comment"] or "").lower())
        lost += [(number, word) for word in moscow.words_with_at(row) if word not in stored and word not in notes]
    assert lost == []


def test_wrong_numbers_are_in_the_notes_and_on_the_list(screen, rows, partner_of_row):
    wrong = {number for number, row in rows.items() if moscow.has_wrong_ogrn(row)}
    assert len(wrong) > 2000
    assert screen.rows_remarked("wrong_ogrn") == wrong
    lost = [number for number in wrong if re.sub(r"\s+", " ", rows[number]["0_OGRN"])
            not in partner_of_row[number]["comment"].replace("&amp;", "&")]
    assert lost == []
    stored = {partner["company_registry"] for partner in partner_of_row.values()} - {False}
    assert all(re.fullmatch(r"\d{13}", number) for number in stored)


def test_duplicates_and_lookalikes_by_row(screen, rows):
    first = moscow.clients(rows)
    repeated = {number for number in rows if first[number] != number}
    assert screen.rows_remarked("same_in_file", "same_in_base") == repeated
    assert screen.rows_remarked("similar_phone", "similar_email") == moscow.lookalikes(rows)


def test_remarks_lead_to_their_clients(screen, partners):
    assert {remark["partner_id"][0] for remark in screen.remarks()} <= set(partners)


def test_clients_without_a_salesperson_are_listed(screen, partners):
    action = screen.client.call("res.partner", "action_open_ownerless_clients")
    listed = screen.client.call("res.partner", "search", action["domain"])
    assert set(partners) <= set(listed)


def test_the_same_file_again_makes_nothing_new(screen, partners):
    remarks = screen.remarks()
    answers, seconds = screen.execute()
    assert seconds < SECONDS
    assert [answer["messages"] for answer in answers] == [[], []]
    assert {partner["id"]: partner for partner in screen.partners()} == partners
    assert screen.remarks() == remarks
