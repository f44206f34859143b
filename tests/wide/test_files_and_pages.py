"""What leaves as a file, a page or a letter is about clients that the person works with."""
import pytest

from tests.forms import Form
from tests.rpc import RpcError

from .office import get, make_deal, ref

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
    for model, _route, id_ in documents[stranger]:
        admin.call(model, "unlink", [id_])  # anna's figures are asked for elsewhere


@pytest.fixture(scope="module")
def mailer(office):
    """Anna, who may send mailings."""
    group = ref(office.admin, "mass_mailing.group_mass_mailing_user")
    office.admin.call("res.users", "write", [office.anna.uid], {"group_ids": [(4, group)]})
    return office.anna


def make_mailing(person, model, domain, **values):
    """``model`` is named by its external id."""
    return person.call("mailing.mailing", "create", [{
        "subject": "New flour", "body_html": "<p>It is here</p>", "mailing_type": "mail",
        "email_from": "info@company.example.com",
        "mailing_model_id": ref(person, model), "mailing_domain": repr(domain), **values}])[0]


def send_queued(office, mailing):
    """By the scheduled job. Returns the ids of the recipients, as the director sees them, and the state."""
    office.admin.call("mailing.mailing", "action_put_in_queue", [mailing])
    job = ref(office.admin, "mass_mailing.ir_cron_mass_mailing_queue")
    office.admin.call("ir.cron", "method_direct_trigger", [job])
    traces = office.admin.call("mailing.trace", "search_read", [("mass_mailing_id", "=", mailing)], ["res_id"])
    assert get(office.admin, "mailing.mailing", mailing, "state") == "done"
    return {trace["res_id"] for trace in traces}


def test_mailing_goes_to_own_clients(office, mailer):
    """Whatever its domain says, and whoever is said to answer for it."""
    for values in ({}, {"user_id": office.admin.uid}, {"ab_testing_enabled": True, "ab_testing_pc": 100}):
        domain = [("id", "in", [office.client, office.stranger])]
        mailing = make_mailing(mailer, "base.model_res_partner", domain, **values)
        assert get(mailer, "mailing.mailing", mailing, "total") == 1
        assert get(office.admin, "mailing.mailing", mailing, "total") == 1
        assert send_queued(office, mailing) == {office.client}
        assert get(mailer, "mailing.mailing", mailing, "expected") == 1


def test_mailing_to_own_deals(office, mailer):
    strange_deal = make_deal(office.viktor, office.stranger, "Stones")
    mailing = make_mailing(mailer, "crm.model_crm_lead", [("id", "in", [office.deal, strange_deal])])
    assert send_queued(office, mailing) == {office.deal}
    with pytest.raises(RpcError):
        mailer.call("mailing.mailing", "action_send_mail", [make_mailing(
            mailer, "crm.model_crm_lead", [("id", "=", strange_deal)])])


def test_mailing_that_a_salesperson_changes_is_theirs(office, mailer):
    mailing = make_mailing(office.admin, "base.model_res_partner", [("id", "=", office.client)])
    mailer.call("mailing.mailing", "write", [mailing], {"mailing_domain": repr([("id", "=", office.stranger)])})
    assert send_queued(office, mailing) == set()
    both = make_mailing(office.marta, "base.model_res_partner", [("id", "in", [office.client, office.stranger])])
    mailer.call("mailing.mailing", "action_set_favorite", [both])
    assert send_queued(office, both) == {office.client, office.stranger}


def test_mailing_whose_domain_is_refused(office, mailer):
    """The job goes on."""
    mailing = make_mailing(mailer, "base.model_res_partner", [])
    office.admin.call("mailing.mailing", "write", [mailing], {"mailing_domain": "[('signup_type', '=', 'reset')]"})
    assert send_queued(office, mailing) == set()
