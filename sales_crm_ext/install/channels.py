"""Gives the leads and clients of a living base their origin, in plain SQL.

``prepare`` runs before the addon's tables exist. A column that is added with a default costs no write of the rows, so
every lead starts with the visible "not stated"; :mod:`.scopes` writes each row once and takes the first touch along.
"""
from odoo.tools import SQL

NAME = "sales_channel_not_stated"


def prepare(cr):
    """Create the "not stated" channel and the columns of leads and clients."""
    channel_id = _create_not_stated(cr)
    cr.execute(SQL(
        """ALTER TABLE crm_lead ADD COLUMN channel_id INTEGER DEFAULT %(channel)s,
                                ADD COLUMN channel_origin VARCHAR DEFAULT 'none',
                                ADD COLUMN first_touch_at TIMESTAMP""", channel=channel_id))
    cr.execute("ALTER TABLE crm_lead ALTER COLUMN channel_id DROP DEFAULT, ALTER COLUMN channel_origin DROP DEFAULT")
    cr.execute("ALTER TABLE res_partner ADD COLUMN channel_id INTEGER, ADD COLUMN channel_origin VARCHAR,"
               " ADD COLUMN first_touch_at TIMESTAMP")


def _create_not_stated(cr):
    cr.execute("""
        CREATE TABLE sales_channel (id SERIAL PRIMARY KEY, name JSONB NOT NULL, active BOOLEAN);
        INSERT INTO sales_channel (name, active) VALUES ('{"en_US": "Not Stated"}', TRUE) RETURNING id
    """)
    channel_id = cr.fetchone()[0]
    cr.execute("INSERT INTO ir_model_data (module, name, model, res_id, noupdate)"
               " VALUES ('sales_crm_ext', %s, 'sales.channel', %s, TRUE)", (NAME, channel_id))
    return channel_id


def collect_first_touches(cr):
    """``client_first_touch(partner_id, date, channel_id)``: companies that have a salesperson or a lead."""
    cr.execute("""
        CREATE TEMPORARY TABLE client_first_touch ON COMMIT DROP AS
        SELECT client.id AS partner_id, LEAST(CASE WHEN client.user_id IS NOT NULL THEN client.create_date END,
                                                 lead.date) AS date, channel.id AS channel_id
          FROM res_partner client
          LEFT JOIN (SELECT contact.commercial_partner_id, min(lead.create_date) AS date
                       FROM crm_lead lead JOIN res_partner contact ON contact.id = lead.partner_id
                      GROUP BY contact.commercial_partner_id) lead ON lead.commercial_partner_id = client.id
         CROSS JOIN (SELECT res_id AS id FROM ir_model_data WHERE module = 'sales_crm_ext' AND name = %s) channel
         WHERE client.commercial_partner_id = client.id AND (client.user_id IS NOT NULL OR lead.date IS NOT NULL)
    """, (NAME,))


def fill(env):
    """Touches of the leads of before, then what the shipped mapping rules know of them. Own tables, set-based."""
    env.cr.execute("""
        INSERT INTO sales_touch (lead_id, partner_id, channel_id, source_id, medium_id, company_id, client_scope_id,
                                 date, origin, create_uid, create_date)
        SELECT lead.id, client.commercial_partner_id, lead.channel_id, lead.source_id, lead.medium_id, lead.company_id,
               lead.client_scope_id, lead.first_touch_at, 'lead', 1, now() AT TIME ZONE 'UTC'
          FROM crm_lead lead LEFT JOIN res_partner client ON client.id = lead.partner_id
            ON CONFLICT DO NOTHING
    """)
    env["sales.channel.rule"]._apply_to_past()

