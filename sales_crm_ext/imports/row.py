"""One row of a client file: what it says of a client, put in order."""
import hashlib
import re

from odoo.fields import Command

from ..tools.client_email import split_emails
from ..tools.client_match import ClientKeys
from ..tools.client_phone import split_phones
from ..tools.client_requisites import read_inn, read_kpp, read_ogrn
from ..tools.client_text import city_key, clean, clean_lines, has_legal_form, name_key

XMLID_PREFIX = "__import__.client_"
CONTACT_FIELDS = {"import_contact_name": "name", "import_contact_function": "function",
                  "import_contact_phone": "phone", "import_contact_email": "email"}
_REQUISITES = {"vat": (read_inn, "wrong_inn"), "kpp": (read_kpp, "wrong_kpp"),
               "company_registry": (read_ogrn, "wrong_ogrn")}
_FOREIGN_NUMBER = re.compile(r"[A-Z]{2,3}[ -]?\w{5,}")
_SEVERAL = re.compile(r"[;\n]+")


class ImportRow:
    """``data`` is an item of ``_load_records``; its values are put in order in place.

    * ``region``: ISO code of the country whose phones and requisites the row holds unless it says otherwise;
    * ``keys``: what the client is recognised by, ``xml_id``: what the row itself is recognised by the
      next time: the external id that the file gives, or one made of its keys;
    * ``contacts``: values of its contacts;
    * ``remarks``: list of (kind, value, other client or row) for the report;
    * ``kept``: list of (kind, value) that fit no field and go to the notes, so that nothing is lost.
    """

    def __init__(self, data, number, region):
        self.data, self.number, self.vals = data, number, data["values"]
        self.region = region
        self.contacts, self.remarks, self.kept = [], [], []
        self.target = None
        self._clean_texts()
        if region == "RU":
            self._clean_requisites()
        self._split_phones()
        self._split_emails()
        self._split_sites()
        self._take_contacts()
        self._guess_company()
        self._settle_name()
        self.keys = keys_of(self.vals, region)
        self.xml_id = data.get("xml_id") or XMLID_PREFIX + self._get_fingerprint()

    @property
    def name(self):
        """The client's name; empty for none."""
        return self.vals.get("name") or ""

    @property
    def ref(self):
        """What other rows know this one by, see ``RowMatching``."""
        return ("row", self.number)

    def remark(self, kind, value="", other=None):
        """Add a remark of a ``kind`` of ``sales.import.issue``, about ``value`` of the file, and the reference of the
        ``other`` client or row that it is about."""
        self.remarks.append((kind, value, other))

    def _keep(self, kind, value):
        self.kept.append((kind, value))
        self.remark(kind, value)

    def _clean_texts(self):
        for fname, value in self.vals.items():
            if isinstance(value, str):
                self.vals[fname] = (clean_lines if "\n" in value else clean)(value) or False

    def _clean_requisites(self):
        """A wrong number does not stop the base from coming in: it goes to the notes and to the director's list.
        A foreign client is one whose tax number starts with the letters of a country."""
        if _FOREIGN_NUMBER.match(self.vals.get("vat") or ""):
            return
        for fname, (read, kind) in _REQUISITES.items():
            if not self.vals.get(fname):
                continue
            code, is_right = read(self.vals[fname])
            if not is_right:
                self._keep(kind, self.vals[fname])
            self.vals[fname] = code if is_right else False

    def _split_phones(self):
        cells = self._take_cells("phone")
        phones, words = split_phones(", ".join(cells), self.region)
        add_all(self.vals, "phone", [phone.text for phone in phones])
        if words:
            self._keep("phone_words", ", ".join(cells))
        for phone in phones:
            if not phone.is_full:
                self.remark("odd_phone", phone.text)

    def _split_emails(self):
        emails, rest = split_emails(", ".join(self._take_cells("email")))
        add_all(self.vals, "email", emails)
        for part in rest:
            self._keep("wrong_email", part)

    def _split_sites(self):
        sites = [clean(site) for site in _SEVERAL.split(self.vals.get("website") or "") if clean(site)]
        if len(sites) > 1:
            self.vals["website"] = sites[0]
            self.kept += [("other_site", site) for site in sites[1:]]

    def _take_cells(self, fname):
        """Cells of both columns, which are left empty."""
        names = [name for name in (fname, f"{fname}_other") if name in self.vals]
        cells = [self.vals[name] for name in names if self.vals[name]]
        self.vals.update(dict.fromkeys(names, False))
        return cells

    # ------------------------------------------------------------
    # CONTACTS
    # ------------------------------------------------------------

    def _take_contacts(self):
        """Gather the contacts of the "Contact …" columns and of the columns of ``child_ids``."""
        columns = {target: self.vals.pop(source, False) for source, target in CONTACT_FIELDS.items()}
        self.contacts = [contact for contact in self._split_contacts(columns) if self._settle_contact(contact)]
        if other := self.vals.pop("child_ids", None):
            created = [dict(command[2]) for command in other if command[0] == Command.CREATE]
            self.contacts += [contact for contact in created if self._settle_contact(contact)]
            if linked := [command for command in other if command[0] != Command.CREATE]:
                self.vals["child_ids"] = linked

    @staticmethod
    def _split_contacts(columns):
        """Several names in a cell are several contacts; the other cells are shared out when they have as many parts."""
        if not any(columns.values()):
            return []
        names = [clean(name) for name in _SEVERAL.split(columns["name"] or "") if clean(name)] or [""]
        contacts = [{"name": name} for name in names]
        for fname in ("function", "phone", "email"):
            parts = [clean(part) for part in _SEVERAL.split(columns[fname] or "") if clean(part)]
            shares = parts if len(parts) == len(names) else [columns[fname]]
            for contact, share in zip(contacts, shares, strict=False):
                contact[fname] = share
        return contacts

    def _settle_contact(self, contact):
        """Put the contact's phones and addresses in order. Those of nobody are the client's own.

        :return: whether there is a contact to create
        """
        phones, words = split_phones(contact.pop("phone", ""), self.region)
        emails, rest = split_emails(contact.pop("email", ""))
        if words:
            self._keep("phone_words", words)
        for part in rest:
            self._keep("wrong_email", part)
        owner = contact if contact.get("name") else self.vals
        add_all(owner, "phone", [phone.text for phone in phones])
        add_all(owner, "email", emails)
        if owner is self.vals and contact.get("function"):
            self.kept.append(("contact_words", contact["function"]))
        return owner is contact

    def _guess_company(self):
        """A row that does not say what it is is a company when only a company has what it holds."""
        vals = self.vals
        if {"is_company", "company_type", "parent_id"} & {fname for fname, value in vals.items() if value}:
            return
        inn = vals.get("vat") or ""
        if len(inn) == 10 or vals.get("kpp") or self.contacts or has_legal_form(self.name):
            vals["is_company"] = True

    def _settle_name(self):
        """A client without a name is called by what else is known of it, rather than lost."""
        vals = self.vals
        if not vals.get("name") and vals.get("type", "contact") in ("contact", False):
            vals["name"] = next((vals[fname] for fname in ("vat", "phone", "email", "street") if vals.get(fname)), "?")
            self.remark("no_name", vals["name"])

    def _get_fingerprint(self):
        keys = self.keys
        parts = [str(self.vals.get("parent_id") or ""), keys.inn, keys.kpp, keys.name, keys.city,
                 *sorted(keys.phones), *sorted(keys.emails)]
        return hashlib.sha1("|".join(parts).encode()).hexdigest()[:20]


def keys_of(vals, region):
    """:class:`ClientKeys` of a mapping of partner fields, or of a partner."""
    def get(fname):
        return (vals.get(fname) if isinstance(vals, dict) else fname in vals._fields and vals[fname]) or ""

    phones = [phone for fname in ("phone", "phone_other") for phone in split_phones(get(fname), region)[0]]
    emails = [email for fname in ("email", "email_other") for email in split_emails(get(fname))[0]]
    return ClientKeys(
        name=name_key(get("name")), city=city_key(get("city")), inn=clean(get("vat")), kpp=clean(get("kpp")),
        phones=frozenset(phone.key for phone in phones), emails=frozenset(email.lower() for email in emails))


def get_all(vals, fname):
    """All phones (or e-mails) of a mapping of partner fields, the main one first."""
    return [value for value in (vals.get(fname), *(vals.get(f"{fname}_other") or "").split(", ")) if value]


def add_all(vals, fname, values):
    """Add phones (or e-mails) to those in ``vals``: the first is the main one, the rest are the others."""
    known = list(dict.fromkeys([*get_all(vals, fname), *values]))
    if known:
        vals[fname], vals[f"{fname}_other"] = known[0], ", ".join(known[1:]) or False
