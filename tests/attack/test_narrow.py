"""The attack suite on our addons with CRM, and its seed's own checks."""
import pytest

from . import battle, marks


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
