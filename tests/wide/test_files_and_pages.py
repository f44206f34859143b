"""What leaves as a file, a page or a letter is about clients that the person works with."""
import pytest

from tests.forms import Form

from .office import get, ref

pytestmark = [pytest.mark.slow, pytest.mark.timeout(3000)]

SECRET = ("office@strange.mill.example.org", "Strange street", "Strange town")


@pytest.fixture(scope="module")
def stranger(office):
    """Viktor's client, whom anna's documents are with because the director has said so."""
    office.viktor.call("res.partner", "write", [office.stranger], {"street": "Strange street", "city": "Strange town"})
    return office.stranger


def make_event(office, *partners):
    anna = office.anna
    event = anna.call("event.event", "create", [{
        "name": "Tasting", "date_begin": "2026-12-01 10:00:00", "date_end": "2026-12-02 10:00:00"}])
    anna.call("event.registration", "create", [{"event_id": event[0], "partner_id": partner} for partner in partners])
    return event[0]


def get_reports(person, report, id_):
    return [person.get(f"/report/{kind}/{report}/{id_}") for kind in ("html", "pdf", "text")]


def test_list_of_attendees_is_a_file_of_clients(office):
    anna, report = office.anna, "event.event_event_attendee_list"
    second = Form(anna, "res.partner", default_name="Second bakery", default_phone="+7 499 111-22-33").save()
    event = make_event(office, office.client, second)
    for status, text in get_reports(anna, report, event):
        assert status != 200
        assert b"Second bakery" not in text
    assert [status for status, _text in get_reports(office.admin, report, event)] == [200, 200, 200]


def test_list_of_attendees_of_one_client(office):
    event = make_event(office, office.client, office.contact)
    reports = get_reports(office.anna, "event.event_event_attendee_list", event)
    assert [status for status, _text in reports] == [200, 200, 200]
    assert "Boris of Bakery" in reports[0][1].decode()


def test_attendees_without_a_client_are_several(office):
    event = make_event(office, False, False)
    office.anna.call("event.registration", "write", office.anna.call(
        "event.registration", "search", [("event_id", "=", event)]), {"name": "Walk-in"})
    assert office.anna.get(f"/report/html/event.event_event_attendee_list/{event}")[0] != 200
