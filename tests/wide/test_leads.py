"""Leads of one's own, and those that come from the website, by mail and from events."""
import json
import urllib.parse
import urllib.request

import pytest

from tests.forms import Form

from .office import get, make_deal, receive, ref

pytestmark = [pytest.mark.slow, pytest.mark.timeout(3000)]


def make_lead(office, **values):
    form = Form(office.anna, "crm.lead", default_type="lead")
    for name, value in values.items():
        form[name] = value
    return form.save()


def convert(office, lead, **values):
    form = Form(office.anna, "crm.lead2opportunity.partner", active_model="crm.lead", active_id=lead, active_ids=[lead])
    form["name"] = "convert"
    for name, value in values.items():
        form[name] = value
    form.press("action_apply")
    return office.anna.call("crm.lead", "read", [lead], ["type", "partner_id", "user_id"], load=None)[0]


def test_lead_becomes_a_deal_with_a_new_client(office):
    lead = make_lead(office, name="Ovens", contact_name="Clara", partner_name="Ovens Ltd", email_from="clara@o.example.org")
    deal = convert(office, lead, action="create")
    assert (deal["type"], deal["user_id"]) == ("opportunity", office.anna.uid)
    client = office.anna.call("res.partner", "read", [deal["partner_id"]], ["name", "client_owner_id", "parent_name"],
                              load=None)[0]
    assert (client["name"], client["client_owner_id"], client["parent_name"]) == ("Clara", office.anna.uid, "Ovens Ltd")


def test_lead_becomes_a_deal_with_an_own_client(office):
    lead = make_lead(office, name="More flour", email_from="boris@bakery.example.org")
    deal = convert(office, lead, action="exist", partner_id=office.contact)
    assert (deal["type"], deal["partner_id"]) == ("opportunity", office.contact)


def test_own_leads_are_merged(office):
    leads = [make_lead(office, name=f"Twice {number}", email_from="twice@t.example.org") for number in (1, 2)]
    action = Form(office.anna, "crm.merge.opportunity", active_model="crm.lead", active_ids=leads).press("action_merge")
    assert action["res_id"] in leads
    assert office.anna.call("crm.lead", "search_count", [("id", "in", leads)]) == 1


def test_deal_is_won_and_lost(office):
    won, lost = (make_deal(office.anna, office.client, name) for name in ("Yeast", "Salt"))
    office.anna.call("crm.lead", "action_set_won_rainbowman", [won])
    form = Form(office.anna, "crm.lead.lost", default_lead_ids=[lost], active_ids=[lost])
    form["lost_reason_id"] = ref(office.admin, "crm.lost_reason_1")
    form.press("action_lost_reason_apply")
    assert (get(office.anna, "crm.lead", won, "won_status"), get(office.anna, "crm.lead", lost, "won_status")) == (
        "won", "lost")


def test_lead_from_the_website(office):
    fields = {"name": "From the site", "contact_name": "Dora", "email_from": "dora@site.example.org", "phone": "+7 495 1",
              "description": "Call me"}
    request = urllib.request.Request(f"{office.server.url}/website/form/crm.lead", urllib.parse.urlencode(fields).encode())
    with urllib.request.urlopen(request, timeout=60) as response:
        lead = json.load(response)["id"]
    read = office.admin.call("crm.lead", "read", [lead], ["contact_name", "email_from", "user_id"], load=None)[0]
    assert (read["contact_name"], read["email_from"]) == ("Dora", "dora@site.example.org")


def test_leads_from_letters(office):
    team = ref(office.admin, "sales_team.team_sales_department")
    office.admin.call("crm.team", "write", [team], {"alias_name": "deals"})
    new = receive(office, '"Egor" <egor@new.example.org>', "deals@company.example.com", "Rye", "Have you rye?")
    of_client = receive(office, "boris@bakery.example.org", "deals@company.example.com", "Wheat", "Have you wheat?")
    read = office.admin.call("crm.lead", "read", [new, of_client], ["team_id", "email_from", "partner_id"], load=None)
    assert [lead["team_id"] for lead in read] == [team, team]
    assert "egor@new.example.org" in read[0]["email_from"]
    assert read[1]["partner_id"] == office.contact


def test_lead_from_an_event(office):
    anna, admin = office.anna, office.admin
    hall = admin.call("res.partner", "create", [{"name": "Fair Hall"}])[0]
    event = admin.call("event.event", "create", [{
        "name": "Fair", "address_id": hall, "date_begin": "2027-05-01 09:00:00", "date_end": "2027-05-01 18:00:00"}])[0]
    admin.call("event.lead.rule", "create", [{"name": "All", "lead_creation_trigger": "create", "lead_type": "lead"}])
    form = Form(anna, "event.registration", default_event_id=event)
    form["partner_id"] = office.contact
    guest = form.save()
    assert get(anna, "event.event", event, "name") == "Fair"
    anna.call("event.registration", "action_set_done", [guest])
    assert admin.call("crm.lead", "search_count", [("registration_ids", "in", [guest])]) == 1
