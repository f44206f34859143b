"""What the web client asks when a salesperson opens a screen: functions of an environment, ready to be timed.

A function prepares (views, ids: what a browser has already) and returns what is to be timed.
"""
from _spec import View

from odoo.tools.safe_eval import safe_eval

from odoo.addons.mail.tools.discuss import Store

_LIST = {"offset": 0, "limit": 80, "count_limit": 10001}
_DEALS = "crm.crm_case_tree_view_oppor"
_PIPELINE = "crm.crm_case_kanban_view_leads"
_BESIDE = ["activities", "attachments", "contact_fields", "followers", "scheduledMessages", "suggestedRecipients"]
_views = {}
_stock_views = {}


def contact_list(env, domain=()):
    return search_read(env, "res.partner", "list", domain)


def contact_kanban(env):
    return search_read(env, "res.partner", "kanban", ())


def client_card(env, get_form=None):
    """Of a company with contacts, deals and, with the addon, calls; the person's last one, or their own record."""
    return read(env, "res.partner", _client(env).id, get_form)


def lead_card(env, get_form=None):
    """The person's last open deal; of who has none, a new record's form."""
    leads = _last_deal(env)
    return read(env, "crm.lead", leads.id, get_form) if leads else new_record(
        env, "crm.lead", {"default_type": "opportunity"}, get_form)


def bare_client_card(env):
    """The very request of stock's card, none of our fields in it: what is left is what protection costs."""
    return client_card(env, _get_stock_form)


def bare_lead_card(env):
    return lead_card(env, _get_stock_form)


def bare_new_client(env):
    return new_client(env, _get_stock_form)


def client_opened(env):
    """All that the web client asks from the click to the card that stands: the card, what stands beside it, messages."""
    return _with_chatter(_client(env), client_card(env))


def lead_opened(env):
    leads = _last_deal(env)
    return _with_chatter(leads, lead_card(env)) if leads else lead_card(env)


def new_client(env, get_form=None):
    return new_record(env, "res.partner", {"default_is_company": True}, get_form)


def save_client(env):
    """The form of a new client, filled in, saved and read again."""
    env = env(context=dict(env.context, default_is_company=True))
    view = get_view(env, "res.partner", "form")
    specification = view.specification(with_invisible=True)
    with env.cr.savepoint(flush=False) as savepoint:
        offered = env["res.partner"].onchange({}, [], specification)["value"]
        savepoint.rollback()
    values = {name: sent(value) for name, value in offered.items() if name not in view.read_only()}
    values.update(name="ООО «Новый клиент»", phone="+7 495 123-45-67", email="new@client.example", city="Тверь")
    if "channel_id" in env["res.partner"]._fields:
        values["channel_id"] = env["sales.channel"].search([], limit=1).id

    def save():
        env["res.partner"].web_save(values, view.specification())
        env.flush_all()
    return save


def new_record(env, model, context, get_form=None):
    env = env(context=dict(env.context, **context))
    specification = (get_form or _get_form)(env, model).specification(with_invisible=True)
    return lambda: env[model].onchange({}, [], specification)


def pipeline(env, mine=True):
    """My pipeline by stage: the columns with their first cards, and the progress bars."""
    env = env(context=dict(env.context, default_type="opportunity", show_user_team_stages=1))
    view = get_view(env, "crm.lead", "kanban", _PIPELINE)
    bar, = view.arch.iter("progressbar")
    domain = [("type", "=", "opportunity"), *([("user_id", "=", env.uid)] if mine else [])]
    colors = safe_eval(bar.get("colors"))
    kanban = env["crm.lead"].with_context(read_group_expand=True)

    def load():
        kanban.web_read_group(
            domain, ["stage_id"], [f"{bar.get('sum_field')}:sum"], auto_unfold=True, opening_info=[],
            unfold_read_specification=view.specification(), unfold_read_default_limit=80,
            groupby_read_specification={}, order="")
        env["crm.lead"].read_progress_bar(
            domain, "stage_id", {"colors": colors, "field": bar.get("field"), "help": bar.get("help") or ""})
    return load


def all_deals(env):
    return search_read(env, "crm.lead", "list", [("type", "=", "opportunity")], _DEALS)


def my_deals(env):
    return search_read(env, "crm.lead", "list", [("type", "=", "opportunity"), ("user_id", "=", env.uid)], _DEALS)


def search_contacts(env, word):
    return contact_list(env, _typed(env, "res.partner", word))


def search_leads(env, word):
    return search_read(env, "crm.lead", "list", [("type", "=", "opportunity"), *_typed(env, "crm.lead", word)], _DEALS)


def search_names(env, word):
    """A field of a client, typed into."""
    return lambda: env["res.partner"].web_name_search(word, {"display_name": {}}, [], "ilike", 8)


def contacts_by_salesperson(env):
    view = get_view(env, "res.partner", "list")
    return lambda: env["res.partner"].with_context(read_group_expand=True).web_read_group(
        [], ["user_id"], [], limit=80, auto_unfold=False, opening_info=[],
        unfold_read_specification=view.specification(), unfold_read_default_limit=80, groupby_read_specification={},
        order="")


def get_view(env, model, kind, xmlid=None):
    """The browser keeps views."""
    key = env.cr.dbname, env.uid, model, kind, xmlid
    if key not in _views:
        _views[key] = View(env, model, kind, xmlid)
    return _views[key]


def _get_form(env, model):
    return get_view(env, model, "form")


def _get_stock_form(env, model):
    """Of the stock database, on which each request runs first."""
    if "sales.call" not in env:
        _stock_views[env.user.login, model] = _get_form(env, model)
    return _stock_views[env.user.login, model]


def search_read(env, model, kind, domain, xmlid=None):
    view = get_view(env, model, kind, xmlid)
    specification, page = view.specification(), {**_LIST, "order": view.arch.get("default_order") or ""}
    records = env[model].with_context(bin_size=True)
    return lambda: records.web_search_read(list(domain), specification, **page)


def read(env, model, id_, get_form=None):
    specification = {**(get_form or _get_form)(env, model).specification(), "display_name": {}}
    return lambda: env[model].with_context(bin_size=True).browse(id_).web_read(specification)


def _client(env):
    return env["res.partner"].search(
        [("user_id", "=", env.uid), ("is_company", "=", True)], limit=1, order="id desc") or env.user.partner_id


def _last_deal(env):
    return env["crm.lead"].search([("user_id", "=", env.uid)], limit=1, order="id desc")


def _with_chatter(record, read_card):
    """Requests one after another; each is a transaction, which knows nothing of the one before."""
    def read_beside():
        Store().add(record._get_thread_with_access(record.id), request_list=_BESIDE, as_thread=True).get_result()

    def read_messages():
        found = record.env["mail.message"]._message_fetch(
            domain=None, thread=record._get_thread_with_access(record.id), limit=30)
        Store().add(found["messages"]).get_result()

    def load():
        for request in (read_card, read_beside, read_messages):
            record.env.transaction.clear()
            request()
    return load


def _typed(env, model, word):
    """The domain of the search bar's first suggestion."""
    arch = get_view(env, model, "search").arch
    field = next(arch.iter("field"))
    return safe_eval(field.get("filter_domain") or f"[('{field.get('name')}', 'ilike', self)]", {"self": word})


def sent(value):
    """A value of onchange as the client sends it back."""
    if isinstance(value, dict):
        return value["id"]
    return [] if isinstance(value, (list, tuple)) else value
