"""What kind of document a file is, guessed from its name and type. Plain Python; the patterns are ones that PostgreSQL
reads the same way, for files that were there before."""
import re

MIMETYPES = {
    "recording": r"^(audio|video)/",
    "letter": r"^message/|ms-outlook",
}
# On lower-case names; a word starts where no letter stands before it.
NAMES = {
    "contract": r"(^|[^a-zа-яё])(договор|контракт|соглашени|contract|agreement)",
    "proposal": r"(^|[^a-zа-яё])(кп([^а-яё]|$)|коммерческое предл|предложени|quotation|quote|proposal|offer)",
    "letter": r"(^|[^a-zа-яё])(письмо|letter)|[.](eml|msg)$",
    "recording": r"[.](mp3|wav|ogg|opus|m4a|amr)$",
}


def guess_document_kind(name, mimetype):
    """One of ``recording``, ``proposal``, ``contract``, ``letter``, ``other``.

    >>> guess_document_kind("Договор 15-П от 3.02.pdf", "application/pdf")
    'contract'
    >>> guess_document_kind("КП насосы.xlsx", None), guess_document_kind("Quotation - S00012.pdf", "application/pdf")
    ('proposal', 'proposal')
    >>> guess_document_kind("call", "audio/mpeg"), guess_document_kind("Re: price.eml", "text/plain")
    ('recording', 'letter')
    >>> guess_document_kind("скупка.pdf", "application/pdf"), guess_document_kind(None, None)
    ('other', 'other')
    """
    for patterns, text in ((MIMETYPES, mimetype), (NAMES, name)):
        for kind, pattern in patterns.items():
            if re.search(pattern, (text or "").lower()):
                return kind
    return "other"
