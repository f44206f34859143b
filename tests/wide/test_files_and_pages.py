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


def test_page_of_a_document_with_a_strangers_client(office, stranger, product):
    """Of the client of her own order and task, which the director put there, anna sees the name."""
    anna, admin = office.anna, office.admin
    project = admin.call("project.project", "create", [{"name": "Mill"}])[0]
    documents = {}
    for client in (office.client, stranger):
        order = admin.call("sale.order", "create", [{
            "partner_id": client, "user_id": anna.uid, "order_line": [(0, 0, {"product_id": product})]}])[0]
        task = admin.call("project.task", "create", [{
            "name": "Grind", "partner_id": client, "project_id": project, "user_ids": [(4, anna.uid)]}])[0]
        admin.call("sale.order", "get_portal_url", [order])
        documents[client] = [("sale.order", f"/my/orders/{order}", order), ("project.task", f"/my/tasks/{task}", task)]
    for model, route, id_ in documents[stranger]:
        url = anna.call(model, "get_portal_url", [id_]) if model == "sale.order" else route
        token = anna.call(model, "read", [id_], ["access_token"])[0]["access_token"]
        for page in (route, url, f"{route}?access_token={token}"):
            text = anna.get(page)[1].decode()
            assert [secret for secret in SECRET if secret in text] == []
            assert "Strange Mill" not in text
        assert not token
        assert "Strange Mill" in admin.get(route)[1].decode()
    assert get(anna, "sale.order", documents[stranger][0][2], "partner_id") == stranger
    for _model, route, _id in documents[office.client]:
        assert "office@bakery.example.org" in anna.get(route)[1].decode()
    assert anna.call("sale.order", "read", [documents[office.client][0][2]], ["access_token"])[0]["access_token"]
