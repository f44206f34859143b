"""Meetings, activities and letters with own clients."""
import urllib.request

import pytest

from tests.forms import Form

from .office import get, get_letters, receive, ref, send

pytestmark = [pytest.mark.slow, pytest.mark.timeout(3000)]


def test_meeting_of_a_deal(office):
    anna = office.anna
    action = anna.call("crm.lead", "action_schedule_meeting", [office.deal])
    form = Form(anna, "calendar.event", **action["context"])
    form["name"], form["start"], form["stop"] = "Visit", "2027-03-01 09:00:00", "2027-03-01 10:00:00"
    form["partner_ids"] = [(4, office.contact), (4, get(anna, "res.users", anna.uid, "partner_id"))]
    meeting = form.save()
    anna.call("calendar.event", "write", [meeting], {"start": "2027-03-02 09:00:00", "stop": "2027-03-02 10:00:00"})
    assert get(anna, "calendar.event", meeting, "opportunity_id") == office.deal
    assert office.contact in get(anna, "calendar.event", meeting, "partner_ids")
    assert office.admin.call("calendar.attendee", "search_count", [("event_id", "=", meeting)]) == 2
    anna.call("calendar.event", "action_sendmail", [meeting])
    guest = office.admin.call("calendar.attendee", "search_read", [("partner_id", "=", office.contact)], ["access_token"])[0]
    invitation = f"/calendar/meeting/accept?token={guest['access_token']}&id={meeting}"
    assert urllib.request.urlopen(office.server.url + invitation, timeout=60).status == 200
    assert get(anna, "calendar.attendee", guest["id"], "state") == "accepted"
    anna.call("calendar.event", "unlink", [meeting])


def test_recurring_meeting_with_a_client(office):
    anna = office.anna
    action = anna.call("res.partner", "schedule_meeting", [office.contact])
    form = Form(anna, "calendar.event", **action["context"])
    for name, value in {"name": "Daily", "start": "2027-04-05 09:00:00", "stop": "2027-04-05 10:00:00", "recurrency": True,
                        "rrule_type_ui": "daily", "end_type": "count", "count": 3}.items():
        form[name] = value
    first = form.save()
    daily = [("name", "=", "Daily"), ("partner_ids", "in", [office.contact])]
    assert anna.call("calendar.event", "search_count", daily) == 3
    anna.call("calendar.event", "write", [first], {"name": "Daily talk", "recurrence_update": "all_events"})
    meetings = anna.call("calendar.event", "search", [("name", "=", "Daily talk")])
    assert len(meetings) == 3
    anna.call("calendar.event", "action_mass_deletion", [meetings[0]], "all_events")


@pytest.mark.parametrize("model", ["res.partner", "crm.lead", "sale.order"])
def test_activities(office, order, model):
    anna = office.anna
    document = {"res.partner": office.client, "crm.lead": office.deal, "sale.order": order}[model]
    form = Form(anna, "mail.activity", default_res_model=model, default_res_id=document)
    form["activity_type_id"] = ref(office.admin, "mail.mail_activity_data_todo")
    form["summary"], form["date_deadline"] = "Ask about the mill", "2027-03-01"
    activity = form.save()
    assert activity in get(anna, model, document, "activity_ids")
    anna.call("mail.activity", "action_reschedule_tomorrow", [activity])
    follow_up = anna.call("mail.activity", "action_feedback_schedule_next", [activity], feedback="Asked")
    assert follow_up["res_model"] == "mail.activity"
    assert "Asked" in str(get_letters(anna, model, document))
    form = Form(anna, "mail.activity", **follow_up["context"])
    form["activity_type_id"] = ref(office.admin, "mail.mail_activity_data_email")
    form["user_id"] = anna.uid
    activity = form.save()
    anna.call("mail.activity", "action_feedback", [activity], feedback="Written")
    assert activity not in get(anna, model, document, "activity_ids")


@pytest.mark.parametrize("model", ["res.partner", "crm.lead"])
def test_letter_with_an_attachment_and_the_answer_to_it(office, model):
    anna = office.anna
    document = {"res.partner": office.client, "crm.lead": office.deal}[model]
    anna.call(model, "message_subscribe", [document], partner_ids=[office.contact])
    file = anna.upload("/mail/attachment/upload", "price.txt", b"50", thread_id=document, thread_model=model)
    context = {"default_model": model, "default_res_ids": [document], "default_composition_mode": "comment",
               "default_partner_ids": [office.contact]}
    send(anna, {"res_model": "mail.compose.message", "context": context}, subject="Our price", body="<p>See the file</p>",
         attachment_ids=[(4, file["data"]["attachment_id"])])
    letter = office.admin.call("mail.message", "search_read", [("model", "=", model), ("res_id", "=", document)],
                               ["message_id", "partner_ids", "attachment_ids"], limit=1)[0]
    assert (letter["partner_ids"], len(letter["attachment_ids"])) == ([office.contact], 1)
    receive(office, "boris@bakery.example.org", "reply@company.example.com", "Re: Our price", "Agreed",
            f"In-Reply-To: {letter['message_id']}")
    receive(office, "anna@company.example.com", "reply@company.example.com", "Re: Our price", "From my telephone",
            f"In-Reply-To: {letter['message_id']}")
    letters = str(get_letters(anna, model, document))
    assert ("Agreed" in letters, "From my telephone" in letters) == (True, True)
    anna.post("/mail/message/post", thread_model=model, thread_id=document, post_data={
        "body": "Thank you", "message_type": "comment", "subtype_xmlid": "mail.mt_comment", "partner_ids": [office.contact]})


def test_letter_from_a_template(office):
    template = office.admin.call("mail.template", "create", [{
        "name": "Price", "model_id": ref(office.admin, "crm.model_crm_lead"), "subject": "For {{ object.name }}",
        "body_html": "<p>Dear <t t-out='object.partner_id.name'/></p>", "use_default_to": True}])[0]
    context = {"default_model": "crm.lead", "default_res_ids": [office.deal], "default_composition_mode": "comment",
               "default_template_id": template}
    send(office.anna, {"res_model": "mail.compose.message", "context": context})
    assert "Dear Bakery" in str(get_letters(office.anna, "crm.lead", office.deal))
