"""Words about an import: the notes of a client, and the sentences of the import screen."""
from markupsafe import Markup

from odoo.tools import html2plaintext, plaintext2html

from ..tools.client_text import clean


def get_new_notes(env, kept, comment):
    """Sentences for a client's notes about what fits no field, without those that ``comment`` has.

    :param kept: list of (kind, value), see :class:`ImportRow`
    """
    known = clean(html2plaintext(comment or ""))
    notes = dict.fromkeys(_get_note(env, kind, value) for kind, value in kept)
    return [note for note in notes if clean(note) not in known]


def join_notes(comment, notes):
    """The comment of a client with paragraphs added."""
    if comment and "<" not in comment:
        comment = plaintext2html(comment)
    # The comment was HTML already, and its field sanitizes what is written.
    return Markup(comment or "") + Markup("").join(Markup("<p>%s</p>") % note for note in notes)  # noqa: S704


def _get_note(env, kind, value):
    if kind == "wrong_inn":
        return env._("The imported file had a wrong INN: %s", value)
    if kind == "wrong_kpp":
        return env._("The imported file had a wrong KPP: %s", value)
    if kind == "wrong_ogrn":
        return env._("The imported file had a wrong OGRN: %s", value)
    if kind == "wrong_email":
        return env._("The imported file had among the e-mails: %s", value)
    if kind == "phone_words":
        return env._("The imported file had among the phones: %s", value)
    if kind == "other_site":
        return env._("One more site: %s", value)
    if kind == "other_name":
        return env._("Another row of the imported file calls the client: %s", value)
    return env._("The imported file had: %s", value)


def get_message(env, kind, value, other):
    """Sentence for the import screen.

    :param other: the row of the file, or the client that the person sees, which the remark is about
    """
    if kind == "taken":
        return env._("This client is taken. The row is not imported, your director was asked.")
    if kind == "same_in_file":
        return env._("The same client as %s of this file. The two rows become one client.", other)
    if kind == "same_in_base":
        return env._("The client is there already: %s. It gets what it lacks.", other)
    if kind == "branch":
        return env._("The same INN with another KPP: %s. Comes in as a client of its own.", other)
    if kind == "similar_phone":
        return env._("The same phone: %s. Comes in as a client of its own.", other)
    if kind == "similar_email":
        return env._("The same e-mail: %s. Comes in as a client of its own.", other)
    if kind == "similar_name":
        return env._("The same name: %s. Comes in as a client of its own.", other)
    return _get_value_message(env, kind, value)


def _get_value_message(env, kind, value):
    if kind == "difference":
        return env._("Differs from what the client has, which stays: %s", value)
    if kind == "no_name":
        return env._("The row has no name. The client is called %s.", value)
    if kind == "odd_phone":
        return env._("Not a full phone number: %s. It stays as it is.", value)
    if kind == "wrong_inn":
        return env._("Wrong INN: %s. It goes to the notes.", value)
    if kind == "wrong_kpp":
        return env._("Wrong KPP: %s. It goes to the notes.", value)
    if kind == "wrong_ogrn":
        return env._("Wrong OGRN: %s. It goes to the notes.", value)
    if kind == "wrong_email":
        return env._("Not an e-mail: %s. It goes to the notes.", value)
    return env._("Words among the phones: %s. The cell goes to the notes.", value)
