"""From the deal to the delivery and the invoice."""
import base64
import io

import pytest
from PIL import Image

from tests.forms import Form

from .office import get, get_letters, make_order, make_portal_user, send

pytestmark = [pytest.mark.slow, pytest.mark.timeout(3000)]


def test_quotation_is_for_the_deals_client(office, order):
    read = office.anna.call("sale.order", "read", [order], ["partner_id", "opportunity_id", "user_id", "amount_untaxed"],
                            load=None)[0]
    assert (read["partner_id"], read["opportunity_id"], read["user_id"]) == (office.client, office.deal, office.anna.uid)
    assert read["amount_untaxed"] == 100
    action = office.anna.call("crm.lead", "action_view_sale_quotation", [office.deal])
    assert order in office.anna.call("sale.order", "search", action["domain"])


def test_quotation_of_a_deal_without_a_client(office):
    deal = office.anna.call("crm.lead", "create", [{"name": "Walk-in", "type": "opportunity"}])[0]
    action = office.anna.call("crm.lead", "action_sale_quotations_new", [deal])
    form = Form(office.anna, action["res_model"], active_model="crm.lead", active_id=deal)
    form["action"], form["partner_id"] = "exist", office.contact
    assert form.press("action_apply")["context"]["default_partner_id"] == office.contact
    assert get(office.anna, "crm.lead", deal, "partner_id") == office.contact


def test_quotation_is_sent_confirmed_and_invoiced(office, order):
    anna = office.anna
    send(anna, anna.call("sale.order", "action_quotation_send", [order]))
    assert get(anna, "sale.order", order, "state") == "sent"
    assert office.client in get_letters(anna, "sale.order", order)[0]["partner_ids"]
    anna.call("sale.order", "action_confirm", [order])
    assert get(anna, "sale.order", order, "state") == "sale"
    action = Form(anna, "sale.advance.payment.inv", active_model="sale.order", active_id=order, active_ids=[order]).press(
        "create_invoices")
    assert get(anna, "account.move", action["res_id"], "partner_id") == office.client
    assert b"Flour" in anna.get(f"/report/html/sale.report_saleorder/{order}")[1]


def test_quotation_is_copied_and_cancelled(office, order):
    anna = office.anna
    copy = anna.call("sale.order", "copy", [order])[0]
    anna.call("sale.order", "action_cancel", [copy])
    assert get(anna, "sale.order", copy, "state") == "cancel"
    anna.call("sale.order", "action_draft", [copy])
    assert get(anna, "sale.order", copy, "partner_id") == office.client


def test_client_accepts_a_quotation_in_the_portal(office, order):
    anna = office.anna
    send(anna, anna.call("sale.order", "action_quotation_send", [order]))
    boris = make_portal_user(office)
    status, page = boris.get(f"/my/orders/{order}")
    assert (status, b"Flour" in page) == (200, True)
    token = get(office.admin, "sale.order", order, "access_token")
    boris.post("/mail/message/post", thread_model="sale.order", thread_id=order, token=token, post_data={
        "body": "May it come on Monday?", "message_type": "comment", "subtype_xmlid": "mail.mt_comment"})
    assert "Monday" in str(get_letters(anna, "sale.order", order))
    answer = boris.post(f"/my/orders/{order}/accept", name="Boris", signature=get_signature())
    assert answer.get("force_refresh"), answer
    assert get(anna, "sale.order", order, "state") == "sale"
    for route in ("/my", "/my/orders", "/my/quotes", "/my/account", "/my/tasks", "/my/invoices"):
        assert boris.get(route)[0] == 200


def get_signature():
    file = io.BytesIO()
    Image.new("RGB", (20, 10), "blue").save(file, "PNG")
    return base64.b64encode(file.getvalue()).decode()


def test_goods_of_an_order_are_delivered(office, order):
    office.anna.call("sale.order", "action_confirm", [order])
    delivery = get(office.anna, "sale.order", order, "picking_ids")
    assert get(office.pavel, "stock.picking", delivery[0], "partner_id") == office.client
    move = get(office.pavel, "stock.picking", delivery[0], "move_ids")
    office.pavel.call("stock.move", "write", move, {"quantity": 2, "picked": True})
    office.pavel.call("stock.picking", "button_validate", delivery, context={"skip_sms": True})
    assert get(office.anna, "sale.order", order, "delivery_status") == "full"


def test_goods_are_bought_for_an_order(office):
    """From a vendor whom nobody sells to."""
    admin = office.admin
    routes = admin.call("stock.route", "search", [("name", "in", ["Buy", "Replenish on Order (MTO)"])],
                        context={"active_test": False})
    admin.call("stock.route", "write", routes, {"active": True})
    vendor = office.pavel.call("res.partner", "create", [{"name": "Yeast factory", "is_company": True}])[0]
    yeast = admin.call("product.product", "create", [{
        "name": "Yeast", "type": "consu", "is_storable": True, "route_ids": [(6, 0, routes)],
        "seller_ids": [(0, 0, {"partner_id": vendor, "price": 5})]}])[0]
    office.anna.call("sale.order", "action_confirm", [make_order(office.anna, office.deal, yeast)])
    assert office.pavel.call("purchase.order", "search_count", [("partner_id", "=", vendor)]) == 1


def test_own_figures(office, order):
    office.anna.call("sale.order", "action_confirm", [order])
    for model in ("sale.report", "crm.lead", "crm.activity.report", "report.project.task.user"):
        groups = office.anna.call(model, "formatted_read_group", [], ["partner_id"], ["__count"])
        clients = [group["partner_id"][0] for group in groups if group["partner_id"]]
        assert office.stranger not in clients
        assert office.client in clients or model not in ("sale.report", "crm.lead")
