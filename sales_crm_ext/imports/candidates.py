"""Clients of the base that rows of a file may be, found with one query a kind of key."""
from odoo.tools import SQL

from odoo.addons.phone_validation.models.mail_thread_phone import PHONE_REGEX_PATTERN

from ..tools.client_match import ClientKeys
from ..tools.client_phone import stored_spellings
from ..tools.client_text import name_spellings
from .row import keys_of

_READ = ["name", "city", "vat", "kpp", "phone", "phone_other", "phone_sanitized", "email", "email_other",
         "email_normalized", "parent_id", "is_company", "company_id", "client_scope_id"]


def find_candidates(env, keys, region):
    """Return {id: :class:`ClientKeys`} of the clients that share a key with one of ``keys``.

    The answer spans the whole base, hidden clients included: it is for the matching, never for the person. A phone or
    an address of a contact counts as its company's. Archived clients count, other companies' do not.
    """
    # Duplicates of clients out of reach are refused too; the caller tells no more than that one is taken.
    Partner = env["res.partner"].sudo().with_context(active_test=False)
    Partner.flush_model([fname for fname in _READ if fname in Partner._fields])
    ids = {row[0] for query in _queries(keys) for row in env.execute_query(query)}
    found = {}
    staff = env["sales.client.scope"]._get_for_everybody("staff")
    for partner in Partner.browse(ids):
        client = partner if partner.is_company else partner.parent_id or partner
        in_company = client.company_id.id in (False, *env.companies.ids)
        if not in_company or client.client_scope_id == staff:
            continue
        if client not in found:
            found[client] = keys_of(client, region)
        if client != partner:
            found[client] = found[client].of_same_client(_contact_keys(partner, region))
    return {client.id: client_keys for client, client_keys in found.items()}


def _contact_keys(contact, region):
    keys = keys_of(contact, region)
    return ClientKeys(phones=keys.phones, emails=keys.emails)


def _queries(keys):
    inns = {key.inn for key in keys if key.inn}
    names = {spelling for key in keys if key.name for spelling in name_spellings(key.name)}
    phones = {phone for key in keys for phone in key.phones}
    emails = {email for key in keys for email in key.emails}
    if inns:
        yield SQL("SELECT id FROM res_partner WHERE vat = ANY(%s)", list(inns))
    if names:
        yield SQL(
            "SELECT id FROM res_partner WHERE (parent_id IS NULL OR is_company) AND"
            " regexp_replace(replace(lower(name), 'ё', 'е'), '[^[:alnum:]]+', '', 'g') = ANY(%s)", list(names))
    if phones:
        yield SQL(  # the very expression that phone_validation has an index on
            "SELECT id FROM res_partner WHERE phone IS NOT NULL AND regexp_replace(phone::text, %s, '', 'g') = ANY(%s)",
            PHONE_REGEX_PATTERN, [spelling for phone in phones for spelling in stored_spellings(phone)])
        yield SQL("SELECT id FROM res_partner WHERE phone_sanitized = ANY(%s)", list(phones))
        yield SQL(
            "SELECT id FROM res_partner WHERE phone_other IS NOT NULL"
            " AND string_to_array(regexp_replace(phone_other, '[^0-9+,]+', '', 'g'), ',') && %s::text[]", list(phones))
    if emails:
        yield SQL("SELECT id FROM res_partner WHERE email_normalized = ANY(%s)", list(emails))
        yield SQL(
            "SELECT id FROM res_partner WHERE email_other IS NOT NULL"
            " AND string_to_array(replace(lower(email_other), ' ', ''), ',') && %s::text[]", list(emails))
