"""A company: a salesperson with own clients, her colleague, people outside sales; and what they all do.

Logins are first names, passwords are the logins.
"""
import uuid
from types import SimpleNamespace

from tests.forms import Form
from tests.rpc import Client

SALESMAN = "sales_team.group_sale_salesman"
PEOPLE = {
    "anna": [SALESMAN, "base.group_partner_manager", "project.group_project_user", "event.group_event_user"],
    "viktor": [SALESMAN, "base.group_partner_manager"],
    "marta": ["mass_mailing.group_mass_mailing_user"],
    "pavel": ["purchase.group_purchase_user", "stock.group_stock_user", "base.group_partner_manager"],
}


def open_(running):
    """Make the people and what they work with. Returns their connections and the ids by name."""
    office = SimpleNamespace(server=running, admin=_log_in(running, "admin"))
    _set_up_company(office.admin)
    for login, groups in PEOPLE.items():
        _make_user(office.admin, login, "base.group_user", *groups)
        setattr(office, login, _log_in(running, login))
    office.client, office.contact = _make_client(office.anna, "Bakery")
    office.stranger, office.stranger_contact = _make_client(office.viktor, "Strange Mill")
    office.deal = make_deal(office.anna, office.client, "Flour for a year")
    return office


def ref(admin, xml_id):
    return admin.call("ir.model.data", "check_object_reference", *xml_id.split("."))[1]


def get(person, model, id_, name):
    """The value of a field, as the person reads it; of a many2one, the id."""
    return person.call(model, "read", [id_], [name], load=None)[0][name]


def make_deal(person, client, name, **values):
    form = Form(person, "crm.lead", default_type="opportunity")
    form["partner_id"] = client
    for field, value in {"name": name, **values}.items():
        form[field] = value
    return form.save()


def make_order(person, deal, product):
    action = person.call("crm.lead", "action_sale_quotations_new", [deal])
    order = Form(person, "sale.order", **action["context"]).save()
    person.call("sale.order", "web_save", [order], {
        "order_line": [(0, 0, {"product_id": product, "product_uom_qty": 2})]}, specification={})
    return order


def send(person, action, **values):
    """Send the letter of the composer that an action opens."""
    form = Form(person, action["res_model"], **action["context"])
    for name, value in values.items():
        form[name] = value
    form.press("action_send_mail")


def get_letters(person, model, id_):
    return person.post("/mail/thread/messages", thread_model=model, thread_id=id_)["data"]["mail.message"]


def receive(office, sender, to, subject, text, *headers, model=False):
    """What the mail server hands over. Returns the id of the record."""
    lines = [f"From: {sender}", f"To: {to}", f"Subject: {subject}", f"Message-Id: <{uuid.uuid4()}@{sender}>",
             *headers, "", text]
    return office.admin.call("mail.thread", "message_process", model, "\n".join(lines))


def make_portal_user(office):
    """The contact of the client gets access by the director's wizard."""
    admin = office.admin
    form = Form(admin, "portal.wizard", active_model="res.partner", active_ids=[office.contact])
    wizard = form.save()
    line = admin.call("portal.wizard.user", "search", [("wizard_id", "=", wizard), ("partner_id", "=", office.contact)])
    admin.call("portal.wizard.user", "action_grant_access", line)
    users = admin.call("res.users", "search", [("partner_id", "=", office.contact)])
    admin.call("res.users", "write", users, {"password": "boris"})
    return Client(office.server.url, office.server.database, get(admin, "res.users", users[0], "login"), "boris")


def _log_in(running, login):
    return Client(running.url, running.database, login, login)


def _set_up_company(admin):
    admin.call("account.chart.template", "try_loading", "generic_coa", 1, False)
    domain = admin.call("mail.alias.domain", "create", [{"name": "company.example.com"}])
    admin.call("res.company", "write", [1], {"alias_domain_id": domain[0], "email": "info@company.example.com"})


def _make_user(admin, login, *groups):
    return admin.call("res.users", "create", [{
        "name": login.title(), "login": login, "password": login, "email": f"{login}@company.example.com", "lang": "en_US",
        "tz": "Europe/Moscow", "group_ids": [(6, 0, [ref(admin, group) for group in groups])]}],
        context={"no_reset_password": True})[0]


def _make_client(person, name):
    """Ids of a company and its contact, made as its salesperson does."""
    mail = name.lower().replace(" ", ".")
    form = Form(person, "res.partner", default_is_company=True)
    for field, value in (("name", name), ("email", f"office@{mail}.example.org"), ("phone", "+7 495 000-11-22")):
        form[field] = value
    company = form.save()
    form = Form(person, "res.partner", default_parent_id=company)
    form["name"], form["email"] = f"Boris of {name}", f"boris@{mail}.example.org"
    return company, form.save()
