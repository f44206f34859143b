"""What a row adds to a client that is there already: it fills what is empty, and takes nothing away."""
from odoo.fields import Command

from ..tools.client_phone import phone_key
from ..tools.client_text import clean, name_key
from .row import add_all, get_all

# Not facts of the client, or merged by their own rules.
_SKIPPED = {"id", "phone", "phone_other", "email", "email_other", "comment", "child_ids", "is_company", "company_type",
            "type", "lang", "active", "parent_id"}


def merge_values(current, incoming, region):
    """Compare two mappings of partner fields.

    :return: values to write, and list of (field name, value of the file) that differ from what the client has
    """
    updates, differences = {}, []
    for fname, value in incoming.items():
        if fname in _SKIPPED or not value:
            continue
        if isinstance(value, list):
            updates.update(_merge_commands(fname, current.get(fname) or [], value))
        elif not current.get(fname):
            updates[fname] = value
        elif not _is_same(fname, current[fname], value):
            differences.append((fname, value))
    updates.update(_merge_list(current, incoming, "phone", lambda text: phone_key(text, region)))
    updates.update(_merge_list(current, incoming, "email", str.lower))
    return updates, differences


def new_contacts(current, incoming, region):
    """Those of the ``incoming`` contacts that are not among the ``current`` ones, by name, phone or address."""
    known = {key for contact in current for key in _contact_keys(contact, region)}
    fresh = []
    for contact in incoming:
        keys = _contact_keys(contact, region)
        if not known.intersection(keys):
            fresh.append(contact)
            known.update(keys)
    return fresh


def _contact_keys(contact, region):
    if contact.get("name"):
        yield name_key(contact["name"])
    yield from (phone_key(text, region) or text for text in get_all(contact, "phone"))
    yield from (text.lower() for text in get_all(contact, "email"))


def _merge_commands(fname, current, commands):
    """Tags of a file are added to those that the client has; other lists are taken when the client has none.

    :param current: ids of a client's records, or the commands of a row that becomes one
    """
    links = [Command.link(id_) for command in commands if command[0] == Command.SET for id_ in command[2]]
    if not links:
        return {} if current else {fname: commands}
    if current and not isinstance(current[0], int):
        return {fname: [*current, *links]}
    fresh = [link for link in links if link[1] not in current]
    return {fname: fresh} if fresh else {}


def _merge_list(current, incoming, fname, key_of):
    known = {key_of(text) for text in get_all(current, fname)}
    fresh = [text for text in get_all(incoming, fname) if key_of(text) not in known]
    if not fresh:
        return {}
    merged = {name: current.get(name) for name in (fname, f"{fname}_other")}
    add_all(merged, fname, fresh)
    return {name: value for name, value in merged.items() if value != (current.get(name) or False)}


def _is_same(fname, ours, theirs):
    if fname == "name":
        return name_key(ours) == name_key(theirs)
    if fname == "website":
        return _site(ours) == _site(theirs)
    if isinstance(theirs, str):
        return clean(ours).casefold() == clean(theirs).casefold()
    return ours == theirs


def _site(url):
    return clean(url).lower().split("//")[-1].removeprefix("www.").rstrip("/")
