"""What the web client asks on the screens of the salesperson's day: functions of an environment, ready to be timed.

As in `_requests.py`, a function prepares what a browser has already, and returns what is to be timed.
"""
from datetime import timedelta

from _requests import get_view, read, search_read, sent

from odoo import fields
from odoo.fields import Domain

_ADDON = "sales_crm_ext"
_WORDS = {
    "topic": "Сравнивали насосы ЦНС 38 и К 100-65, нужен расход 90 кубов в час для котельной.",
    "agreement": "Выслать прайс и паспорт ЦНС 38 до пятницы, они покажут главному энергетику.",
    "stop_point": "Бюджет на ремонт согласует финансовый директор в понедельник.",
}

# ------------------------------------------------------------
# A SALESPERSON
# ------------------------------------------------------------


def top_bar(env):
    return lambda: env["sales.day"].get_progress()


def owed_warning(env):
    """What the page brings of owed reports from the start."""
    return lambda: env.user._get_owed_warning()


def reminders(env):
    """A tab's question at its start."""
    return lambda: env["sales.reminder"].take_due([])


def my_day(env):
    return read(env, "sales.day", env.uid)


def next_call(env):
    """The button and the report form that it opens."""
    get_view(env, "sales.call", "form", f"{_ADDON}.sales_call_view_form_report")
    return lambda: _open_report(env, env["sales.day"].browse(env.uid).action_next_call())


def report_call(env):
    """The report of the next call saved by the key that opens the one after it."""
    action = env["sales.day"].browse(env.uid).action_next_call()
    if action["type"] != "ir.actions.act_window":
        return lambda: None  # nothing is due
    offered = _open_report(env, action)
    values = {name: sent(value) for name, value in offered.items() if name not in _report_view(env).read_only()}
    values.update(
        _WORDS, outcome_id=env.ref(f"{_ADDON}.sales_call_outcome_interested").id, duration=180,
        next_step_type_id=env["mail.activity.type"]._get_call_type().id,
        next_contact_at=fields.Datetime.to_string(fields.Datetime.now() + timedelta(days=3)))
    calls = env["sales.call"].with_context(**action["context"])
    id_ = action.get("res_id")

    def save():
        call = calls.browse(id_)
        call = call.browse(call.web_save(values, {})[0]["id"])
        _open_report(env, call.action_report_and_next())
        env.cr.flush()
    return save


def calls_due(env):
    domain = [("activity_type_id.category", "=", "phonecall"), ("date_deadline", "<=", "today")]
    return search_read(env, "mail.activity", "list", [*domain, *_of_mine(env)], f"{_ADDON}.mail_activity_view_list_calls")


def promises_due(env):
    return search_read(env, "sales.promise", "list", [*_of_mine(env), ("state", "=", "open")])


def waiting_leads(env):
    return search_read(env, "crm.lead", "list", [("is_response_awaited", "=", True), *_of_mine(env)],
                       f"{_ADDON}.crm_lead_view_list_without_response")


def my_results(env):
    return search_read(env, "sales.quota.result", "list", [("user_id", "=", env.uid), *_this_month()])


def my_actions(env):
    return pivot(env, "sales.action", [("user_id", "=", env.uid), ("date", ">=", "=monday")])


def my_checks(env):
    return search_read(env, "sales.call.control", "list", [("checker_id", "=", env.uid), ("state", "=", "open")],
                       f"{_ADDON}.sales_call_control_view_list_my")


# ------------------------------------------------------------
# WHO LEADS
# ------------------------------------------------------------


def team_today(env):
    return search_read(env, "sales.day", "list", [])


def results_today(env):
    return search_read(env, "sales.quota.result", "list", [("date", "=", "today")])


def results_month(env):
    return search_read(env, "sales.quota.result", "list", _this_month())


def results_by_person(env):
    return pivot(env, "sales.quota.result", _this_month())


def results_by_team(env):
    return grouped_list(env, "sales.quota.result", "team_id", _this_month())


def actions_by_week(env):
    """The year's ledger by metric and week."""
    return pivot(env, "sales.action", [("date", ">=", "-365d")], rows=["date:week"])


def actions_week(env):
    return pivot(env, "sales.action", [("date", ">=", "=monday")])


def checks(env):
    return grouped_list(env, "sales.call.control", "checker_id", [("state", "=", "open")])


def trust(env):
    return search_read(env, "sales.trust", "list", [("week", ">=", "=monday")])


def owed_reports(env):
    return search_read(env, "sales.owed.report", "list", [])


def team_promises(env):
    return search_read(env, "sales.promise", "list", [("is_overdue", "=", True)])


def first_response(env):
    return pivot(env, "sales.response.report", _this_month())


def team_waiting_leads(env):
    return search_read(env, "crm.lead", "list", [("is_response_awaited", "=", True)],
                       f"{_ADDON}.crm_lead_view_list_without_response")


# ------------------------------------------------------------
# REQUESTS
# ------------------------------------------------------------


def pivot(env, model, domain, rows=None):
    """A pivot view as it opens: by its rows, by its columns, by both; with other `rows` when the reader chose them."""
    arch = get_view(env, model, "pivot").arch
    names = {kind: [node.get("name") for node in arch.iter("field") if node.get("type") == kind]
             for kind in ("row", "col", "measure")}
    rows, columns = rows or names["row"], names["col"]
    measures = [f"{name}:{env[model]._fields[name].aggregator}" for name in names["measure"]]
    sets = list(dict.fromkeys(tuple(one) for one in ([], rows, columns, [*rows, *columns])))
    return lambda: env[model].formatted_read_grouping_sets(list(domain), list(map(list, sets)), [*measures, "__count"])


def grouped_list(env, model, group, domain):
    """A list by groups, folded, with the sums of its columns."""
    view = get_view(env, model, "list")
    sums = [f"{name}:{env[model]._fields[name].aggregator}" for name in view.active if env[model]._fields[name].aggregator]
    return lambda: env[model].with_context(read_group_expand=True).web_read_group(
        list(domain), [group], sums, limit=80, auto_unfold=False, opening_info=[],
        unfold_read_specification=view.specification(), unfold_read_default_limit=80, groupby_read_specification={},
        order="")


def _this_month():
    first = fields.Date.today().replace(day=1)
    after = (first + timedelta(days=31)).replace(day=1)
    return [("date", ">=", fields.Date.to_string(first)), ("date", "<", fields.Date.to_string(after))]


def _of_mine(env):
    return list(Domain("user_id", "=", env.uid) | Domain("user_id.is_deputised", "=", True))


def _report_view(env):
    return get_view(env, "sales.call", "form", f"{_ADDON}.sales_call_view_form_report")


def _open_report(env, action):
    """What the form shows, or a note that there is nothing to call."""
    if action["type"] != "ir.actions.act_window":
        return {}
    calls = env["sales.call"].with_context(**action["context"])
    if action.get("res_id"):
        return calls.browse(action["res_id"]).web_read({**_report_view(env).specification(), "display_name": {}})[0]
    return calls.onchange({}, [], _report_view(env).specification(with_invisible=True))["value"]
