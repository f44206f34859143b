"""One mailbox, one spelling: whom a letter goes to, however the address is written.

Who wants to be counted twice for one person writes ``ivan+1@``, ``i.van@`` or another domain of the same provider. The
spelling made here is for comparison alone, no letter is sent to it. Dots are dropped at every domain, though some mail
servers tell them apart: two people whose addresses differ by a dot alone are rarer than the trick is cheap.
"""
import re
import unicodedata
from contextlib import suppress

_YANDEX = re.compile(r"ya\.ru|yandex\.[a-z]{2,3}(\.[a-z]{2})?")
_SAME_MAILBOX = {"googlemail.com": "gmail.com", "protonmail.com": "proton.me", "pm.me": "proton.me", "me.com": "icloud.com",
                 "mac.com": "icloud.com"}
# Anybody may have a mailbox there: a colleague's address does not make the domain ours.
_PUBLIC_DOMAINS = frozenset("""
    gmail.com yandex.ru mail.ru bk.ru inbox.ru list.ru internet.ru xmail.ru vk.com rambler.ru lenta.ru autorambler.ru
    myrambler.ru ro.ru rambler.ua sibmail.com ngs.ru e1.ru nm.ru pochta.ru km.ru tut.by ukr.net i.ua meta.ua bigmir.net
    mail.kz nur.kz inbox.lv outlook.com hotmail.com live.com msn.com live.ru hotmail.ru yahoo.com ymail.com yahoo.de
    yahoo.fr yahoo.co.uk yahoo.co.in icloud.com me.com mac.com aol.com proton.me protonmail.com pm.me tutanota.com tuta.io
    gmx.de gmx.net gmx.com web.de t-online.de freenet.de mail.com zoho.com zohomail.com fastmail.com hey.com qq.com 163.com
    126.com sina.com foxmail.com naver.com daum.net seznam.cz wp.pl o2.pl interia.pl abv.bg orange.fr free.fr laposte.net
    wanadoo.fr libero.it duck.com
""".split())


_LONGEST = 254  # characters that an address may have (RFC 5321); longer ones are made up, and fit into no index


def get_addressee(email):
    """The spelling under which a mailbox is known, empty for what is no address.

    >>> get_addressee(" Ivan.Petrov+offer@Firma.RU. ")
    'ivanpetrov@firma.ru'
    >>> get_addressee("i.petrov@googlemail.com") == get_addressee("IPetrov+1@gmail.com")
    True
    >>> {get_addressee(f"ivan-petrov@{domain}") for domain in ("ya.ru", "yandex.com", "yandex.com.tr", "yandex.by")}
    {'ivanpetrov@yandex.ru'}
    >>> get_addressee("ivan-petrov@firma.ru"), get_addressee("ivan@yandex.firma.ru")
    ('ivan-petrov@firma.ru', 'ivan@yandex.firma.ru')
    >>> get_addressee("иван@Почта.РФ") == get_addressee("иван@xn--80a1acny.xn--p1ai")
    True
    >>> get_addressee('"ivan"@firma.ru'), get_addressee("+7495@firma.ru"), get_addressee("...@firma.ru")
    ('ivan@firma.ru', '+7495@firma.ru', '...@firma.ru')
    >>> get_addressee("firma.ru"), get_addressee(None), get_addressee("ivan@"), get_addressee("i" * 250 + "@firma.ru")
    ('', '', '', '')
    """
    local, _at, domain = unicodedata.normalize("NFKC", str(email or "")).strip().lower().rpartition("@")
    domain = get_domain(domain)
    local = local.strip("\"' ")
    if not local or not domain or len(local) + len(domain) >= _LONGEST:
        return ""
    bare = local.split("+")[0].replace(".", "")
    if domain == "yandex.ru":
        bare = bare.replace("-", "")
    return f"{bare or local}@{domain}"


def get_domain(domain):
    """The spelling under which a mail domain is known.

    >>> get_domain("Ya.RU"), get_domain("почта.рф."), get_domain("a..b")
    ('yandex.ru', 'xn--80a1acny.xn--p1ai', 'a..b')
    """
    domain = (domain or "").strip().lower().strip(".")
    with suppress(UnicodeError):  # no domain name, and still what was written
        domain = domain.encode("idna").decode()
    return "yandex.ru" if _YANDEX.fullmatch(domain) else _SAME_MAILBOX.get(domain, domain)


def is_public(domain):
    """Whether anybody may have a mailbox at a domain.

    >>> is_public("mail.ru"), is_public(get_domain("ya.ru")), is_public("firma.ru")
    (True, True, False)
    """
    return domain in _PUBLIC_DOMAINS
