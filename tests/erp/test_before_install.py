"""The loaded stock database says what the files say, before the addon has anything to do with it.

The database is read by plain SQL, the files by the independent counts.
"""
from collections import Counter

import pytest

from . import around, moscow, moscow_count, snapshot, x_education_count

_PIPELINE = "lead.name ~ '\\([0-9A-Z]{8}\\)$'"


@pytest.fixture
def query(company):
    return lambda text, *parameters: snapshot.fetch(company, text, parameters)


def test_addon_is_not_there(query):
    assert query("SELECT state FROM ir_module_module WHERE name = 'sales_crm_ext'") in ([], [("uninstalled",)])


def test_each_agent_has_the_opportunities_of_the_file(query, count):
    rows = query(f"""
        SELECT partner.name, right(rtrim(lead.name, ')'), 8)
          FROM crm_lead lead JOIN res_users agent ON agent.id = lead.user_id
          JOIN res_partner partner ON partner.id = agent.partner_id
         WHERE {_PIPELINE}""")
    assert len(rows) == 8800
    for agent in count.manager:
        assert {identifier for name, identifier in rows if name == agent} == count.leads(agent), agent


def test_stage_dates_value_product_and_account_of_each_row(query, count):
    rows = query(f"""
        SELECT right(rtrim(lead.name, ')'), 8), lead.won_status, stage.name ->> 'en_US', account.name,
               date_open::date::text, date_closed::date::text, lead.create_date::date::text, expected_revenue::int,
               tag.name ->> 'en_US'
          FROM crm_lead lead JOIN crm_stage stage ON stage.id = lead.stage_id
          LEFT JOIN res_partner account ON account.id = lead.partner_id
          JOIN crm_tag_rel rel ON rel.lead_id = lead.id JOIN crm_tag tag ON tag.id = rel.tag_id
         WHERE {_PIPELINE}""")
    loaded = {row[0]: row[1:] for row in rows}
    status = {"Won": "won", "Lost": "lost", "Engaging": "pending", "Prospecting": "pending"}
    stage = {"Won": "Won", "Lost": "Engaging", "Engaging": "Engaging", "Prospecting": "Prospecting"}
    for row in count.pipeline:
        assert loaded[row["opportunity_id"]] == (
            status[row["deal_stage"]], stage[row["deal_stage"]], row["account"] or None,
            row["engage_date"] or None, row["close_date"] or None, row["engage_date"] or "2017-12-31",
            int(row["close_value"] or 0), row["product"].replace("GTXPro", "GTX Pro")), row


def test_each_account_is_one_company_of_its_best_agent(query, count):
    rows = query("""
        SELECT account.name, owner.name FROM res_partner account
          JOIN res_users agent ON agent.id = account.user_id JOIN res_partner owner ON owner.id = agent.partner_id
         WHERE account.name = ANY(%s) AND account.is_company AND account.commercial_partner_id = account.id""",
        list(count.owner))
    assert len(rows) == 85
    assert dict(rows) == count.owner


def test_teams_are_those_of_the_file(query, count):
    rows = query("""
        SELECT agent_partner.name, leader_partner.name FROM crm_team_member member
          JOIN crm_team team ON team.id = member.crm_team_id
          JOIN res_users agent ON agent.id = member.user_id
          JOIN res_partner agent_partner ON agent_partner.id = agent.partner_id
          JOIN res_users leader ON leader.id = team.user_id
          JOIN res_partner leader_partner ON leader_partner.id = leader.partner_id
         WHERE member.active AND agent.login != 'admin'""")
    assert dict(rows) == count.manager
    assert len(rows) == 35


def test_leads_of_the_course_seller_by_source(query):
    rows = query("""
        SELECT coalesce(source.name, ''), lead.won_status FROM crm_lead lead
          LEFT JOIN utm_source source ON source.id = lead.source_id
         WHERE lead.name LIKE 'Course inquiry %' AND lead.user_id IS NULL AND lead.team_id IS NULL""")
    file = x_education_count.rows_of_file()
    assert Counter(source for source, _status in rows) == x_education_count.leads_by_source(file)
    assert Counter(source for source, status in rows if status == "won") == (
        x_education_count.conversions_by_source(file))


def test_every_row_of_the_register_is_there_letter_by_letter(query):
    columns = [field for field in moscow.MAPPING.values() if field not in ("id", "website")]
    rows = query(f"""
        SELECT data.name, {', '.join(f'coalesce(partner.{column}, $$$$)' for column in columns)}
          FROM ir_model_data data JOIN res_partner partner ON partner.id = data.res_id
         WHERE data.model = 'res.partner' AND data.module = '__import__'""")
    loaded = {row[0]: dict(zip(columns, row[1:], strict=True)) for row in rows}
    file = moscow_count.rows_of_file()
    assert len(loaded) == len(file) == 3492
    for row in file:
        expected = {field: moscow_count.cell(row, column)
                    for column, field in moscow.MAPPING.items() if field in columns}
        assert loaded[row["0_ID"]] == expected


def test_dirty_rows_of_the_register_are_kept(query):
    file = moscow_count.rows_of_file()
    dirty = [row["0_ID"] for row in file if moscow_count.defects_of(row)] + [
        row["0_ID"] for row in moscow_count.repeated_inn(file)]
    found = query("SELECT count(*) FROM ir_model_data WHERE module = '__import__' AND name = ANY(%s)", dirty)
    assert found == [(len(set(dirty)),)]
    assert len(set(dirty)) > 2805


def test_around_the_pipeline(query):
    leads = query("""
        SELECT partner.name, lead.name FROM crm_lead lead JOIN res_users agent ON agent.id = lead.user_id
          JOIN res_partner partner ON partner.id = agent.partner_id
         WHERE partner.name = ANY(%s)""", list(around.LEADS))
    for agent, names in around.LEADS.items():
        assert {name for owner, name in leads if owner == agent} == names
    assert query("SELECT user_id FROM res_partner WHERE name = ANY(%s)", [
        *around.OWNER_FILLED, around.WITHOUT_OWNER]) == [(None,), (None,)]
