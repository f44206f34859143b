"""From the deal to the delivery and the invoice."""
import base64
import io

import pytest
from PIL import Image

from tests.forms import Form
from tests.rpc import RpcError

from .office import get, get_letters, make_order, make_portal_user, ref, send

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
    vendor = office.pavel.call("res.partner", "create", [{"name": "Yeast factory", "is_company": True}])[0]
    order = order_goods(office, make_goods(office, vendor, get_routes(office)))
    assert get_bought(office, vendor, order)


def test_goods_are_bought_from_a_colleagues_client(office):
    goods = make_goods(office, office.stranger, get_routes(office))
    order = order_goods(office, goods)
    bought = get_bought(office, office.stranger, order)
    assert len(bought) == 1
    check_nothing_is_told(office, order, goods, bought[0])


def test_goods_go_straight_from_a_colleagues_client(office):
    goods = make_goods(office, office.stranger, [make_straight_route(office)])
    order = order_goods(office, goods)
    bought = get_bought(office, office.stranger, order)
    assert len(bought) == 1
    check_nothing_is_told(office, order, goods, bought[0])


def check_nothing_is_told(office, order, goods, purchase):
    """Anna, whose order needs the goods, does not learn whom they are bought from."""
    anna, deliveries = office.anna, get(office.anna, "sale.order", order, "picking_ids")
    assert get(anna, "product.product", goods, "seller_ids") == []
    for model, domain in (("product.supplierinfo", [("product_tmpl_id.product_variant_ids", "=", goods)]),
                          ("product.product", [("seller_ids.partner_id", "=", office.stranger)]),
                          ("res.partner", [("name", "=", "Strange Mill")]),
                          ("mail.activity", [("res_model", "in", ["sale.order", "stock.picking", "purchase.order"])])):
        assert anna.call(model, "search", domain) == []
    told = [ask(anna, model, "read", ids) for model, ids in (("sale.order", [order]), ("stock.picking", deliveries),
                                                             ("purchase.order", [purchase]))]
    told += [get_letters(anna, "sale.order", order), *(get_letters(anna, "stock.picking", id_) for id_ in deliveries),
             ask(anna, "purchase.order", "search_read", []), ask(anna, "res.partner", "name_search", "Strange Mill")]
    assert "Strange Mill" not in str(told)


def ask(person, model, method, *arguments):
    """What is answered, or the words in which it is refused."""
    try:
        return person.call(model, method, *arguments)
    except RpcError as refusal:
        return refusal.text


def test_more_goods_are_bought_from_a_colleagues_client(office):
    """What is answered in the request that buys shows no vendor, and is not refused for one."""
    anna, pavel = office.anna, office.pavel
    order = order_goods(office, make_goods(office, office.stranger, get_routes(office)))
    line = get(anna, "sale.order", order, "order_line")[0]
    goods = {"product_id": {"fields": {"seller_ids": {"fields": {"display_name": {}}}}}}
    read = anna.call("sale.order", "web_save", [order], {"order_line": [(1, line, {"product_uom_qty": 5})]},
                     specification={"order_line": {"fields": goods}})[0]
    assert read["order_line"][0]["product_id"]["seller_ids"] == []
    lines = get(pavel, "purchase.order", get_bought(office, office.stranger, order)[0], "order_line")
    assert sum(get(pavel, "purchase.order.line", bought, "product_qty") for bought in lines) == 5


def test_the_company_that_sells_goods_buys_them(office):
    admin, anna = office.admin, office.anna
    company = admin.call("res.company", "create", [{"name": "Second bakery"}])[0]
    admin.call("stock.warehouse", "create", [{"name": "Second", "code": "WH2", "company_id": company}])
    for person in (admin, anna, office.pavel):
        admin.call("res.users", "write", [person.uid], {"company_ids": [(4, company)]})
    both = {"allowed_company_ids": [company, 1]}
    goods = make_goods(office, office.stranger, get_routes(office), company_id=company)
    order = anna.call("sale.order", "create", [{
        "partner_id": office.client, "order_line": [(0, 0, {"product_id": goods, "product_uom_qty": 2})]}], context=both)
    anna.call("sale.order", "action_confirm", order, context={"allowed_company_ids": [1, company]})
    bought = office.pavel.call("purchase.order", "search_read", [("product_id", "=", goods)], ["company_id"], load=None,
                               context=both)
    assert [purchase["company_id"] for purchase in bought] == [company]


def test_nobody_buys_by_a_remote_call(office):
    with pytest.raises(RpcError, match="Private methods"):
        office.anna.call("stock.rule", "run", [])


def get_routes(office):
    """To be bought for each order, and received in our stock."""
    routes = office.admin.call("stock.route", "search", [("name", "in", ["Buy", "Replenish on Order (MTO)"])],
                               context={"active_test": False})
    office.admin.call("stock.route", "write", routes, {"active": True})
    return routes


def make_straight_route(office):
    """To be bought for each order, and delivered by the vendor."""
    receipts = office.admin.call("stock.picking.type", "search", [("code", "=", "incoming")], limit=1)[0]
    return office.admin.call("stock.route", "create", [{"name": "Straight", "rule_ids": [(0, 0, {
        "name": "Straight", "action": "buy", "picking_type_id": receipts,
        "location_dest_id": ref(office.admin, "stock.stock_location_customers")})]}])[0]


def make_goods(office, vendor, routes, **price):
    return office.admin.call("product.product", "create", [{
        "name": "Yeast", "type": "consu", "is_storable": True, "route_ids": [(6, 0, routes)],
        "seller_ids": [(0, 0, {"partner_id": vendor, "price": 5, **price})]}])[0]


def order_goods(office, goods):
    order = make_order(office.anna, office.deal, goods)
    office.anna.call("sale.order", "action_confirm", [order])
    return order


def get_bought(office, vendor, order):
    """The purchase orders made for an order."""
    name = get(office.anna, "sale.order", order, "name")
    return office.pavel.call("purchase.order", "search", [("partner_id", "=", vendor), ("origin", "ilike", name)])


def test_own_figures(office, order):
    office.anna.call("sale.order", "action_confirm", [order])
    for model in ("sale.report", "crm.lead", "crm.activity.report", "report.project.task.user"):
        groups = office.anna.call(model, "formatted_read_group", [], ["partner_id"], ["__count"])
        clients = [group["partner_id"][0] for group in groups if group["partner_id"]]
        assert office.stranger not in clients
        assert office.client in clients or model not in ("sale.report", "crm.lead")
