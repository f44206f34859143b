"""Plain parts of the import of clients: cells put in order, and clients told apart."""
import doctest

import pytest

from tests.addon_tools import load_tool

text = load_tool("client_text")
phone = load_tool("client_phone")
email = load_tool("client_email")
requisites = load_tool("client_requisites")
match = load_tool("client_match")
Keys = match.ClientKeys


@pytest.mark.parametrize("module", [text, phone, email, requisites], ids=lambda module: module.__name__)
def test_examples_in_docstrings(module):
    failed, attempted = doctest.testmod(module)
    assert attempted and not failed


@pytest.mark.parametrize("spelling", [
    "+7 495 963-76-77", "8 (495) 963-76-77", "8-495-963-76-77", "(495) 963-76-77", "495 9637677", "4959637677",
    "84959637677", "74959637677", "+7(495)963 76 77", "/495/963-76-77", "8 ( 495) 963-76-77,", "495- 963-76-77",
    "тел. 8 495 963-76- 77", "8\u00a0(495)\u00a0963-76-77", "84959637677.0", "8 495 963-76-77 доб. 12"])
def test_one_phone_in_any_spelling(spelling):
    phones, rest = phone.split_phones(spelling)
    assert [found.key for found in phones] == ["+74959637677"]
    assert phones[0].text.startswith("+7 495 963-76-77")
    assert rest == ""


@pytest.mark.parametrize(("cell", "keys", "rest"), [
    ("8 495 963-76-77, 8 916 123-45-67", ["+74959637677", "+79161234567"], ""),
    ("84959637677 89161234567", ["+74959637677", "+79161234567"], ""),
    ("(495) 963-76-77; 123-45-67", ["+74959637677", "1234567"], ""),
    ("8 495 963-76-77\n+375 29 123-45-67", ["+74959637677", "+375291234567"], ""),
    ("8 495 963-76-77 и 8 495 963-76-77", ["+74959637677"], ""),
    ("8 495 963-76-77 Мария", ["+74959637677"], "Мария"),
    ("(495) 963-76-77/78", ["+74959637677"], "78"),
    ("#Н/Д", [], ""),
    ("спросить у Ивана", [], "спросить у Ивана"),
    ("", [], ""),
])
def test_phones_of_a_cell(cell, keys, rest):
    phones, found_rest = phone.split_phones(cell)
    assert ([found.key for found in phones], found_rest) == (keys, rest)


def test_phone_of_another_country():
    assert phone.phone_key("029 123-45-67", "BY") == "+375291234567"
    assert phone.phone_key("8 727 250-12-34", "KZ") == "+77272501234"


def test_every_spelling_in_a_base_is_looked_for():
    stored = {"+74959637677", "84959637677", "74959637677", "4959637677"}
    assert set(phone.stored_spellings("+74959637677")) == stored


@pytest.mark.parametrize(("cell", "emails", "rest"), [
    ("a@b.ru", ["a@b.ru"], []),
    ("a@b.ru; c@d.com,A@b.ru", ["a@b.ru", "c@d.com"], []),
    ("a@b.ru c@d.com", ["a@b.ru", "c@d.com"], []),
    ("dou884@ sinergi.ru", ["dou884@sinergi.ru"], []),
    ("Иванова Анна <anna@b.ru>", ["anna@b.ru"], ["Иванова Анна"]),
    ("mailto:a@b.ru", ["a@b.ru"], []),
    ("dou 184@bk.ru", [], ["dou 184@bk.ru"]),
    ("detsad2252@mail ru", [], ["detsad2252@mail ru"]),
    ("нет; a@b.ru; www.b.ru", ["a@b.ru"], ["www.b.ru"]),
    ("почта@школа.рф", [], ["почта@школа.рф"]),
    ("info@школа.рф", ["info@школа.рф"], []),
    ("a@b.ru и c@d.ru", ["a@b.ru", "c@d.ru"], []),
    (") a@b.ru.", ["a@b.ru"], []),
    ("dou_2486@mail,ru", [], ["dou_2486@mail,ru"]),
    ("detс@b.ru", [], ["detс@b.ru"]),  # the fourth letter is Cyrillic
    ("a@b.ru (здание 1: 109202, Москва); c@d.ru", ["a@b.ru", "c@d.ru"], ["здание 1: 109202, Москва"]),
    ("—", [], []),
])
def test_emails_of_a_cell(cell, emails, rest):
    assert email.split_emails(cell) == (emails, rest)


@pytest.mark.parametrize(("one", "other", "same"), [
    ("ООО «Ромашка»", "ромашка, ООО", True),
    ('Общество с ограниченной ответственностью "РОМАШКА"', "ООО Ромашка", True),
    ("ИП Сидоров П. А.", "Сидоров П.А.", True),
    ("ГБОУ СОШ №12", "ГБОУ СОШ № 12", True),
    ("ГБОУ СОШ № 12", "ГБОУ СОШ № 121", False),
    ("Ромашка", "Ромашка Плюс", False),
    ("Пиона", "Пион", False),  # a legal form inside a word is no legal form
])
def test_names(one, other, same):
    assert (text.name_key(one) == text.name_key(other)) is same


def test_name_that_is_only_a_legal_form_keeps_a_key():
    assert text.name_key("ООО") == "ооо"


@pytest.mark.parametrize(("row", "client", "verdict"), [
    # INN decides, unless two KPP say that these are two branches.
    (Keys(inn="1"), Keys(inn="1"), (True, "inn")),
    (Keys(inn="1", kpp="5"), Keys(inn="1"), (True, "inn")),
    (Keys(inn="1", kpp="5"), Keys(inn="1", kpp="6"), (False, "branch")),
    # Two INN are two clients, however alike.
    (Keys(inn="1", name="a", city="m"), Keys(inn="2", name="a", city="m"), None),
    (Keys(inn="1", name="a", phones=frozenset({"+7"})), Keys(inn="2", name="a", phones=frozenset({"+7"})),
     (False, "phone")),
    # Namesakes.
    (Keys(name="a", phones=frozenset({"+7"})), Keys(name="a", phones=frozenset({"+7"})), (True, "name_contact")),
    (Keys(name="a", emails=frozenset({"e"})), Keys(name="a", inn="1", emails=frozenset({"e"})), (True, "name_contact")),
    (Keys(name="a", phones=frozenset({"+7"}), city="m"), Keys(name="a", phones=frozenset({"+7"}), city="n"),
     (False, "name_contact")),
    (Keys(name="a", phones=frozenset({"+7"})), Keys(name="a", phones=frozenset({"+8"})), (False, "name")),
    (Keys(name="a", city="m"), Keys(name="a", city="m", phones=frozenset({"+8"})), (True, "name_city")),
    (Keys(name="a", city="m"), Keys(name="a", city="n"), None),
    (Keys(name="a"), Keys(name="a", city="n"), (True, "name_city")),
    # Strangers with something in common.
    (Keys(name="a", phones=frozenset({"+7"})), Keys(name="b", phones=frozenset({"+7"})), (False, "phone")),
    (Keys(name="a", emails=frozenset({"e"})), Keys(name="b", emails=frozenset({"e"})), (False, "email")),
    (Keys(name="a", phones=frozenset({"1234567"})), Keys(name="b", phones=frozenset({"1234567"})), None),
    (Keys(name="a"), Keys(name="b"), None),
    (Keys(), Keys(), None),
])
def test_same_client(row, client, verdict):
    assert match.compare(row, client) == verdict


def test_index_prefers_the_branch_with_the_same_kpp():
    index = match.ClientIndex()
    index.add("moscow", Keys(inn="1", kpp="77", name="a"))
    index.add("kazan", Keys(inn="1", kpp="16", name="a"))
    assert [found.ref for found in index.find(Keys(inn="1", kpp="16"))] == ["kazan", "moscow"]
    assert index.find(Keys(inn="1", kpp="16"))[0].certain


def test_index_learns_and_forgets():
    index = match.ClientIndex()
    index.add("a", Keys(name="a"))
    index.add("a", Keys(name="a", phones=frozenset({"+7"})))
    assert index.find(Keys(name="b", phones=frozenset({"+7"})))[0] == ("a", False, "phone")
    index.remove("a")
    assert index.find(Keys(name="a", phones=frozenset({"+7"}))) == []


def test_number_cells_of_excel():
    assert requisites.read_inn("105018196") == ("0105018196", True)
    assert requisites.read_kpp("1601001.0")[1] is False
    assert requisites.read_kpp("10501001") == ("010501001", True)
    assert requisites.read_ogrn("ОГРН 1027700132195") == ("1027700132195", True)
    assert requisites.read_inn("7707083894") == ("7707083894", False)
