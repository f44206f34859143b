"""Gives the leads and clients of a living base their origin, in plain SQL.

The channels and mapping rules that come with the addon are read from its data file before its tables exist, so that
``.scopes``, which writes each lead and client once, takes the channel and the first touch along. A second write of
a million rows would take minutes. The values are those that the models give (``test_install_channels``).
"""
from lxml import etree
from psycopg2.extras import Json

from odoo.tools import SQL, file_open

DATA_FILE = "sales_crm_ext/data/sales_channel_data.xml"


def prepare(cr):
    """Create the channels, the columns of leads and clients, and ``channel_of_pair``: the channel by source and medium
    (0 for none)."""
    records = etree.fromstring(file_open(DATA_FILE, "rb").read()).iter("record")
    values = [(record.get("id"), record.get("model"), {
        field.get("name"): field.get("ref") or field.text for field in record}) for record in records]
    cr.execute("""
        CREATE TABLE sales_channel (id SERIAL PRIMARY KEY, name JSONB NOT NULL, active BOOLEAN);
        ALTER TABLE crm_lead ADD COLUMN channel_id INTEGER, ADD COLUMN channel_origin VARCHAR,
                             ADD COLUMN first_touch_at TIMESTAMP;
        ALTER TABLE res_partner ADD COLUMN channel_id INTEGER, ADD COLUMN channel_origin VARCHAR,
                                ADD COLUMN first_touch_at TIMESTAMP;
        CREATE TEMPORARY TABLE channel_rule (channel_id INTEGER, source_id INTEGER, medium_id INTEGER) ON COMMIT DROP;
    """)
    for name, model, vals in values:
        if model == "sales.channel":
            _create_channel(cr, name, vals["name"])
        else:
            _create_rule(cr, vals)
    _match_pairs(cr)


def _create_channel(cr, name, label):
    cr.execute(SQL("INSERT INTO sales_channel (name, active) VALUES (%s, TRUE) RETURNING id", Json({"en_US": label})))
    cr.execute(SQL(
        "INSERT INTO ir_model_data (module, name, model, res_id, noupdate)"
        " VALUES ('sales_crm_ext', %s, 'sales.channel', %s, TRUE)", name, cr.fetchone()[0]))


def _create_rule(cr, vals):
    cr.execute(SQL(
        "INSERT INTO channel_rule VALUES (%s, %s, %s)", _id_of(f"sales_crm_ext.{vals['channel_id']}"),
        _id_of(vals.get("source_id")), _id_of(vals.get("medium_id"))))


def _id_of(xmlid):
    module, __, name = (xmlid or ".").partition(".")
    return SQL("(SELECT res_id FROM ir_model_data WHERE module = %s AND name = %s)", module, name)


def _match_pairs(cr):
    """As ``sales.channel._match``: both named before the source alone, that before the medium alone."""
    cr.execute("""
        CREATE TEMPORARY TABLE channel_of_pair ON COMMIT DROP AS
        SELECT DISTINCT ON (pair.source_id, pair.medium_id)
               COALESCE(pair.source_id, 0) AS source_id, COALESCE(pair.medium_id, 0) AS medium_id, rule.channel_id
          FROM (SELECT DISTINCT source_id, medium_id FROM crm_lead) pair
          JOIN channel_rule rule ON (rule.source_id IS NULL OR rule.source_id = pair.source_id)
           AND (rule.medium_id IS NULL OR rule.medium_id = pair.medium_id)
         ORDER BY pair.source_id, pair.medium_id, rule.source_id IS NULL, rule.medium_id IS NULL, rule.channel_id;
        CREATE TEMPORARY TABLE channel_not_stated ON COMMIT DROP AS
        SELECT res_id AS id FROM ir_model_data
         WHERE module = 'sales_crm_ext' AND name = 'sales_channel_not_stated'
    """)


def collect_first_touches(cr):
    """``client_first_touch(partner_id, date, channel_id, origin)``: companies that have a salesperson or a lead."""
    cr.execute("""
        CREATE TEMPORARY TABLE client_first_touch ON COMMIT DROP AS
        SELECT client.id AS partner_id,
               LEAST(CASE WHEN client.user_id IS NOT NULL THEN client.create_date END, lead.date) AS date,
               COALESCE(lead.channel_id, channel_not_stated.id) AS channel_id,
               CASE WHEN lead.channel_id IS NULL THEN 'none' ELSE 'lead' END AS origin
          FROM res_partner client
          LEFT JOIN (SELECT contact.commercial_partner_id, min(lead.create_date) AS date,
                            (array_agg(pair.channel_id ORDER BY lead.create_date, lead.id)
                             FILTER (WHERE pair.channel_id IS NOT NULL))[1] AS channel_id
                       FROM crm_lead lead JOIN res_partner contact ON contact.id = lead.partner_id
                       LEFT JOIN channel_of_pair pair ON pair.source_id = COALESCE(lead.source_id, 0)
                        AND pair.medium_id = COALESCE(lead.medium_id, 0)
                      GROUP BY contact.commercial_partner_id) lead ON lead.commercial_partner_id = client.id
         CROSS JOIN channel_not_stated
         WHERE client.commercial_partner_id = client.id
           AND (client.user_id IS NOT NULL OR lead.commercial_partner_id IS NOT NULL)
    """)


def create_touches(cr):
    """The touches of the leads of before. The ORM adds indexes and constraints to the full table, which is faster."""
    cr.execute("""
        CREATE TABLE sales_touch (
            id SERIAL PRIMARY KEY, partner_id INTEGER, lead_id INTEGER, channel_id INTEGER, source_id INTEGER,
            medium_id INTEGER, company_id INTEGER, client_scope_id INTEGER, date TIMESTAMP, origin VARCHAR,
            create_uid INTEGER, create_date TIMESTAMP, write_uid INTEGER, write_date TIMESTAMP);
        INSERT INTO sales_touch (lead_id, partner_id, channel_id, source_id, medium_id, company_id, client_scope_id,
                                 date, origin, create_uid, create_date)
        SELECT lead.id, client.commercial_partner_id, lead.channel_id, lead.source_id, lead.medium_id, lead.company_id,
               lead.client_scope_id, COALESCE(lead.first_touch_at, now() AT TIME ZONE 'UTC'), 'lead', 1,
               now() AT TIME ZONE 'UTC'
          FROM crm_lead lead LEFT JOIN res_partner client ON client.id = lead.partner_id
    """)
