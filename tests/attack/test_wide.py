"""The attack suite on our addons beside many of Odoo's, which bring models and routes of their own."""
import pytest

from . import battle, known


@pytest.mark.slow
@pytest.mark.timeout(7200)
def test_nothing_of_a_strangers_client_comes_out(wide_template, new_database, environment, server, tmp_path):
    database = new_database("empty", template=wide_template)
    found = battle.seed(database, environment, tmp_path / "seeded.json")
    with server(database) as running:
        fight = battle.Battle(running, found)
        fight.run(battle.ATTACKS)
    fight.findings.print("our addons beside many others")
    assert fight.findings.tries["own"] >= fight.findings.attacks
    assert fight.findings.get_new(known.OPEN_WIDE) == []
    assert fight.findings.get_closed(known.OPEN_WIDE) == []
