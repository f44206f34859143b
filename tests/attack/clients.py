"""The client of one side, made by hand as its salesperson works: company, contact, lead, letters, meeting, files."""
import base64
import io
from datetime import timedelta

from PIL import Image

from odoo.fields import Command, Datetime

from . import marks


def make(env, side, user):
    """Records by model name."""
    made = {}
    as_user = env(user=user.id, context=dict(env.context, lang="en_US", mail_notify_force_send=False))
    Partner = as_user["res.partner"].sudo()
    client = made["res.partner"] = Partner.create(
        {"name": "Seed", "is_company": True, "user_id": user.id, "image_1920": _get_image(side)})
    contact = made["contact"] = Partner.create({"name": "Seed contact", "parent_id": client.id, "user_id": user.id})
    made["res.partner.bank"] = as_user["res.partner.bank"].sudo().create(
        {"acc_number": "40702810900000000001", "partner_id": client.id})
    made["crm.lead"] = lead = as_user["crm.lead"].sudo().create({
        "name": "Seed deal", "type": "opportunity", "partner_id": client.id, "user_id": user.id,
        "team_id": env["crm.team"].search([("crm_team_member_ids.user_id", "=", user.id)], limit=1).id})
    made["calendar.event"] = as_user["calendar.event"].create({
        "name": "Seed visit", "start": "2026-12-01 09:00:00", "stop": "2026-12-01 10:00:00",
        "partner_ids": [Command.set([user.partner_id.id, contact.id])], "opportunity_id": lead.id})
    if "sales.call" in env:
        made["sales.call"] = as_user["sales.call"].create({
            "partner_id": client.id, "contact_id": contact.id, "lead_id": lead.id, "direction": "out",
            "kind": "follow_up", "date_start": Datetime.now() - timedelta(hours=1)})
    made["ir.attachment"] = as_user["ir.attachment"].sudo().create({
        "name": "seed.txt", "raw": b"seed", "res_model": "res.partner", "res_id": client.id})
    made["mail.activity"] = client.activity_schedule("mail.mail_activity_data_todo", summary="Seed", user_id=user.id)
    _write_letters(made, user)
    _set_properties(made)
    return made


def _write_letters(made, user):
    """Message, note, follower, notification, tracking value: as the mail composer makes them."""
    client, contact, lead = made["res.partner"], made["contact"], made["crm.lead"]
    for record in (client, contact, lead):
        record.message_subscribe(contact.ids)
    made["mail.message"] = lead.with_user(user).message_post(
        body="Seed letter", partner_ids=contact.ids, message_type="comment", subtype_xmlid="mail.mt_comment")
    client.with_user(user).message_post(body="Seed note", subtype_xmlid="mail.mt_note")
    lead.with_user(user).write({"email_from": "seed@example.ru", "expected_revenue": 5})
    lead.env.flush_all()
    made["mail.followers"] = lead.message_follower_ids.filtered(lambda one: one.partner_id == contact)[:1]


def _set_properties(made):
    lead = made["crm.lead"].sudo()
    lead.team_id.lead_properties_definition = [
        {"name": "seed_text", "type": "char", "string": "Seed text"},
        {"name": "seed_client", "type": "many2one", "string": "Seed client", "comodel": "res.partner"}]
    lead.lead_properties = {"seed_client": made["contact"].id}


def mark_by_hand(env, side, made, book):
    """Marks that the general marker cannot put: contents of files, properties, words of messages, external ids."""
    def put(model, record, field, write):
        number = len(book) + 1
        write(marks.text(side, number))
        book[number] = (model, record.id, field)
    lead, client, file = made["crm.lead"], made["res.partner"], made["ir.attachment"]
    put("ir.attachment", file, "raw", lambda text: file.sudo().write({"raw": text.encode()}))
    put("crm.lead", lead, "lead_properties", lambda text: lead.sudo().write(
        {"lead_properties": {"seed_text": text, "seed_client": made["contact"].id}}))
    put("mail.message", client, "body of a log note", lambda text: client.with_user(client.user_id).message_post(
        body=text, subject=text))
    name = env["ir.model.data"].create({
        "module": "__export__", "name": "seed", "model": "res.partner", "res_id": client.id})
    put("ir.model.data", name, "name", lambda text: name.write({"name": text.replace(" ", "_")}))
    put("mail.tracking.value", lead, "new_value_char", lambda text: _track(lead, text))
    book[marks.IMAGE_NUMBER] = ("res.partner", client.id, "image_1920")


def _track(lead, text):
    lead.with_context(tracking_disable=False).sudo().write({"contact_name": text})
    tracked = lead.env["mail.tracking.value"].sudo().search(
        [("mail_message_id.model", "=", "crm.lead"), ("mail_message_id.res_id", "=", lead.id)], limit=1)
    tracked.write({"new_value_char": text})


def _get_image(side):
    file = io.BytesIO()
    Image.new("RGB", (300, 300), marks.COLOUR[side]).save(file, "PNG")
    return base64.b64encode(file.getvalue())
