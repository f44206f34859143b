"""The attack suite on our addons with CRM, and its seed's own checks."""
import pytest
from workshop import paths

from . import battle, known, marks
from .findings import PLANTED, QUESTION

OTHERS_ATTACKS = ["reads", "questions", "planted", "writes", "files", "interfaces", "routes"]


@pytest.fixture(scope="module")
def seeded(new_database, environment, tmp_path_factory):
    database = new_database("addons")
    return database, battle.seed(database, environment, tmp_path_factory.mktemp("attack") / "seeded.json")


def test_seed_puts_a_mark_into_every_kind_of_record(seeded):
    """A leak is found only where a mark is: what the client is made of must carry some."""
    _database, found = seeded
    marked = {model for model, _id, _field in found["marks"][marks.STRANGER].values()}
    assert {"res.partner", "crm.lead", "sales.call", "mail.message", "mail.activity", "ir.attachment", "calendar.event",
            "res.partner.bank", "mail.tracking.value", "ir.model.data"} <= marked
    for model, why in sorted(found["not_made"].items()):
        print(f"no record of {model}: {why}")
    for model, ids in found["records"][marks.STRANGER].items():
        assert not set(ids) & set(found["records"][marks.OWN].get(model, [])), model


def test_refusals_are_known_by_the_addons_words():
    """Own work that is refused is told by them."""
    template = (paths.ROOT / "sales_crm_ext/i18n/sales_crm_ext.pot").read_text().replace('"\n"', "")
    assert [words for words in battle.OWN_REFUSALS if words not in template] == []


@pytest.mark.timeout(1800)
def test_nothing_of_a_strangers_client_comes_out(seeded, server):
    database, found = seeded
    with server(database) as running:
        fight = battle.Battle(running, found)
        fight.run(battle.ATTACKS)
    fight.findings.print("our addons with CRM")
    assert fight.findings.tries["own"] >= fight.findings.attacks and fight.findings.tries["questions"] > 1000
    assert fight.findings.get_new() == []
    assert fight.findings.get_closed(known.OPEN) == []


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("login", ["deputy", "chief", "portal"])
def test_others_with_a_right_to_some_clients_get_no_more(seeded, server, login):
    """Who stands in for the salesperson, who leads their team, and a person of their client in the portal."""
    database, found = seeded
    with server(database) as running:
        fight = battle.Battle(running, found, login)
        fight.run(OTHERS_ATTACKS)
        own = fight.attacker.call("res.partner", "read", fight.get_ids("res.partner", marks.OWN, 1), ["name"]).result
    fight.findings.print(f"{login}, our addons with CRM")
    assert own and fight.findings.attacks > 3000
    assert fight.findings.get_new(known.OPEN_PORTAL if login == "portal" else known.OPEN) == []


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_stock_gives_marks_away(new_database, environment, server, tmp_path):
    """A suite that finds nothing in Odoo without the addon would prove nothing."""
    database = new_database("stock")
    found = battle.seed(database, environment, tmp_path / "seeded.json")
    with server(database) as running:
        fight = battle.Battle(running, found)
        fight.run(battle.ATTACKS)
    fight.findings.print("stock Odoo with CRM")
    assert len(fight.findings.obtained) > len(fight.findings.book) / 2
    assert fight.findings.get_keys(PLANTED) and fight.findings.get_keys(QUESTION)
