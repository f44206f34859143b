"""Loads the Maven pipeline into stock Odoo as a company's own history.

Runs inside an Odoo environment (superuser). What the files leave open is decided here, always in the same way:

- an account's salesperson is the agent with most opportunities there, of any stage; among equals the first by name;
- a subsidiary is a company of its own below its parent company;
- the product is a tag of the opportunity: plain ``crm`` has no products, and companies do tag;
- `Lost` is archived at 0 %, `Prospecting` and `Engaging` are stages of the company's own in front of stock's `Won`;
- a date is noon UTC of that day, so that it is the same day in every office; a `Prospecting` row has no date and
  carries the last day of the book as its creation.
"""
from collections import Counter, defaultdict

from psycopg2.extras import execute_values

from . import people, sources

BATCH = 1000
LAST_DAY = "2017-12-31"
QUIET = {"tracking_disable": True, "mail_create_nolog": True, "mail_notrack": True, "mail_create_nosubscribe": True}
PRODUCT_SPELLING = {"GTXPro": "GTX Pro"}
COUNTRY_SPELLING = {"Korea": "South Korea", "Philipines": "Philippines"}


def load(env):
    """Create people, accounts and opportunities. Returns the number of opportunities."""
    env = env(context=dict(env.context, **QUIET))
    pipeline = sources.read_csv(sources.MAVEN / "sales_pipeline.csv")
    sellers = people.load(env)
    partners = _load_accounts(env, pipeline, sellers)
    leads = _load_opportunities(env, pipeline, sellers, partners)
    _set_dates(env, zip(leads, pipeline, strict=True))
    return len(leads)


def owner_of_each_account(pipeline):
    """Account name -> agent name, by the rule in this module's docstring."""
    deals = defaultdict(Counter)
    for row in pipeline:
        if row["account"]:
            deals[row["account"]][row["sales_agent"]] += 1
    return {account: min(agents, key=lambda name: (-agents[name], name)) for account, agents in deals.items()}


def _load_accounts(env, pipeline, sellers):
    rows = sources.read_csv(sources.MAVEN / "accounts.csv")
    owners = owner_of_each_account(pipeline)
    countries = {country.name: country.id for country in env["res.country"].with_context(lang="en_US").search([])}
    industries = {}
    for sector in sorted({row["sector"] for row in rows}):
        industries[sector] = env["res.partner.industry"].create({"name": sector}).id
    partners = env["res.partner"].create([{
        "name": row["account"],
        "is_company": True,
        "user_id": sellers[owners[row["account"]]].id,
        "industry_id": industries[row["sector"]],
        "country_id": countries[COUNTRY_SPELLING.get(row["office_location"], row["office_location"])],
        "comment": f"Founded {row['year_established']}, revenue {row['revenue']} M, {row['employees']} employees",
    } for row in rows])
    by_name = {partner.name: partner for partner in partners}
    for row in rows:
        if row["subsidiary_of"]:
            by_name[row["account"]].parent_id = by_name[row["subsidiary_of"]]
    return by_name


def _load_opportunities(env, pipeline, sellers, partners):
    stages = _stages(env)
    tags = {name: env["crm.tag"].create({"name": name}) for name in sorted(set(map(_product, pipeline)))}
    leads = env["crm.lead"].browse()
    for start in range(0, len(pipeline), BATCH):
        leads += env["crm.lead"].create([
            _opportunity_values(row, sellers, partners, stages, tags) for row in pipeline[start:start + BATCH]])
    return leads


def _opportunity_values(row, sellers, partners, stages, tags):
    seller = sellers[row["sales_agent"]]
    return {
        "name": f"{row['account'] or 'New inquiry'}: {_product(row)} ({row['opportunity_id']})",
        "type": "opportunity",
        "partner_id": partners[row["account"]].id if row["account"] else False,
        "user_id": seller.id,
        "team_id": seller.sale_team_id.id,
        "stage_id": stages[row["deal_stage"]].id,
        "active": row["deal_stage"] != "Lost",
        "probability": {"Won": 100, "Lost": 0, "Engaging": 40, "Prospecting": 10}[row["deal_stage"]],
        "expected_revenue": float(row["close_value"] or 0),
        "tag_ids": tags[_product(row)].ids,
    }


def _product(row):
    return PRODUCT_SPELLING.get(row["product"], row["product"])


def _stages(env):
    prospecting, engaging = env["crm.stage"].create([
        {"name": "Prospecting", "sequence": -2}, {"name": "Engaging", "sequence": -1}])
    return {"Prospecting": prospecting, "Engaging": engaging, "Lost": engaging, "Won": env.ref("crm.stage_lead4")}


def _set_dates(env, leads_and_rows):
    """Dates are what Odoo sets by itself, so history is written past it."""
    env.flush_all()
    rows = [(lead.id, *_dates(row)) for lead, row in leads_and_rows]
    execute_values(env.cr._obj, """
        UPDATE crm_lead
           SET create_date = dates.opened, date_open = dates.assigned, date_closed = dates.closed,
               date_last_stage_update = COALESCE(dates.closed, dates.opened),
               day_open = 0,
               day_close = EXTRACT(epoch FROM dates.closed - dates.opened) / 86400
          FROM (VALUES %s) AS dates (id, opened, assigned, closed)
         WHERE crm_lead.id = dates.id""", rows, template="(%s, %s::timestamp, %s::timestamp, %s::timestamp)",
        page_size=BATCH)
    env.invalidate_all()


def _dates(row):
    engaged, closed = (f"{day} 12:00:00" if day else None for day in (row["engage_date"], row["close_date"]))
    return engaged or f"{LAST_DAY} 12:00:00", engaged, closed
