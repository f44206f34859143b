"""Imports the Moscow register the way a user does: upload the xlsx, look at the preview, map columns, test, import."""
from dataclasses import dataclass

from . import sources

# What a person chooses in the preview; the other columns have no field in stock Odoo.
MAPPING = {
    "0_ID": "id",
    "1_Полное наименование": "name",
    "1_Краткое наименование": "ref",
    "0_INN": "vat",
    "0_OGRN": "company_registry",
    "1_Юридический адрес": "street",
    "1_Телефон": "phone",
    "1_Адрес электронной почты": "email",
    "1_Сайт учреждения": "website",
}
OPTIONS = {
    "has_headers": True, "quoting": '"', "separator": "", "encoding": "", "advanced": True, "keep_matches": False,
    "date_format": "", "datetime_format": "", "float_thousand_separator": ",", "float_decimal_separator": ".",
    "fallback_values": {}, "name_create_enabled_fields": {}, "import_set_empty_fields": [],
    "import_skip_records": [], "skip": 0, "limit": 2000, "sheet": "", "sheets": [], "tracking_disable": True,
}
# The Contacts application opens its import with companies in mind.
CONTEXT = {"default_is_company": True, "tracking_disable": True}


@dataclass
class Outcome:
    """What Odoo answered: ids of the records made or updated, its messages, the columns that it could not place."""

    ids: list
    messages: list
    unmapped: list


def import_file(client, path=sources.MOSCOW_XLSX):
    """Import `path` as res.partner in the portions the web client takes; a repeated run updates.

    :raises AssertionError: Odoo refused the test run, which a user would have seen too
    """
    wizard = client.call("base_import.import", "create", [{"res_model": "res.partner"}])[0]
    client.upload("/base_import/set_file", path.name, path.read_bytes(), id=wizard)
    preview = client.call("base_import.import", "parse_preview", [wizard], dict(OPTIONS))
    headers = [header.strip() for header in preview["headers"]]
    tested = _execute(client, wizard, headers, dryrun=True)
    assert not [message for message in tested.messages if message["type"] == "error"], tested.messages[:3]
    return _execute(client, wizard, headers, dryrun=False)


def _execute(client, wizard, headers, dryrun):
    ids, messages, skip = [], [], 0
    while True:
        answer = client.call(
            "base_import.import", "execute_import", [wizard],
            [MAPPING.get(header, False) for header in headers], [header.lower() for header in headers],
            dict(OPTIONS, skip=skip), dryrun=dryrun, context=CONTEXT)
        ids += answer["ids"] or []
        messages += answer["messages"]
        skip = answer.get("nextrow") or 0
        if not skip or any(message["type"] == "error" for message in answer["messages"]):
            return Outcome(ids, messages, [header for header in headers if header not in MAPPING])
