"""Fills owners, shares and scopes of an Odoo that is full of data, in plain SQL: a million rows take a minute.

Each step is one statement. The values are those that the computes of ``res.partner`` and ``crm.lead`` give;
``test_install_scopes`` compares the two.
"""
from odoo.tools import SQL, sql

from . import channels

OPEN_OR_WON_DEALS = """
    SELECT partner_id, user_id, create_date AS date, active AND won_status = 'pending' AS is_open
      FROM crm_lead
     WHERE partner_id IS NOT NULL AND user_id IS NOT NULL AND (active AND won_status = 'pending' OR won_status = 'won')
"""
ORDERS = """
    UNION ALL
    SELECT partner_id, user_id, date_order, state IN ('draft', 'sent', 'sale')
      FROM sale_order
     WHERE partner_id IS NOT NULL AND user_id IS NOT NULL AND state != 'cancel'
"""


def take_over(cr):
    """To be called once, before the addon's own tables exist."""
    _create_tables(cr)
    _collect_staff(cr)
    _collect_work(cr)
    _remember_before(cr)
    _fill_empty_owners(cr)
    _share_with_colleagues_at_work(cr)
    _mark_visible_to_all(cr)
    channels.collect_first_touches(cr)
    _create_scopes(cr)
    _write_partners(cr)
    _write_leads(cr)
    channels.create_touches(cr)


def set_statistics(cr):
    """A few scopes hold most clients: the planner needs to know which, to choose between the two ways of sorting."""
    cr.execute("ALTER TABLE res_partner ALTER COLUMN client_scope_id SET STATISTICS 1000")
    cr.execute("ALTER TABLE crm_lead ALTER COLUMN client_scope_id SET STATISTICS 1000")
    cr.execute("ANALYZE res_partner (client_scope_id, client_owner_id), crm_lead (client_scope_id, user_id)")


def _create_tables(cr):
    cr.execute("""
        CREATE TABLE sales_client_scope (
            id SERIAL PRIMARY KEY, key VARCHAR NOT NULL, owner_id INTEGER, team_id INTEGER,
            create_uid INTEGER, create_date TIMESTAMP, write_uid INTEGER, write_date TIMESTAMP);
        CREATE TABLE sales_client_scope_member (
            id SERIAL PRIMARY KEY, scope_id INTEGER NOT NULL, user_id INTEGER NOT NULL,
            create_uid INTEGER, create_date TIMESTAMP, write_uid INTEGER, write_date TIMESTAMP);
        CREATE TABLE res_partner_client_user_rel (
            partner_id INTEGER NOT NULL, user_id INTEGER NOT NULL, PRIMARY KEY (partner_id, user_id));
        CREATE INDEX ON res_partner_client_user_rel (user_id, partner_id);
        ALTER TABLE res_partner ADD COLUMN client_owner_id INTEGER, ADD COLUMN client_scope_id INTEGER,
                                ADD COLUMN is_visible_to_all BOOLEAN;
        ALTER TABLE crm_lead ADD COLUMN client_scope_id INTEGER;
    """)


def _collect_staff(cr):
    """Partners of colleagues, with a login or without: ``client_staff(partner_id)``."""
    employees = SQL("UNION SELECT work_contact_id FROM hr_employee WHERE work_contact_id IS NOT NULL") \
        if sql.column_exists(cr, "hr_employee", "work_contact_id") else SQL()
    cr.execute(SQL("""
        CREATE TEMPORARY TABLE client_staff ON COMMIT DROP AS
        SELECT partner_id FROM res_users WHERE NOT COALESCE(share, FALSE) %s
    """, employees))


def _collect_work(cr):
    """Who works with which company: ``client_work(partner_id, user_id, date, is_open)``, contacts counted for it."""
    orders = SQL(ORDERS) if sql.table_exists(cr, "sale_order") else SQL()
    cr.execute(SQL("""
        CREATE TEMPORARY TABLE client_work ON COMMIT DROP AS
        SELECT COALESCE(partner.commercial_partner_id, partner.id) AS partner_id, work.user_id, work.date, work.is_open
          FROM (%s %s) work JOIN res_partner partner ON partner.id = work.partner_id
          JOIN res_users users ON users.id = work.user_id AND users.active AND NOT COALESCE(users.share, FALSE)
    """, SQL(OPEN_OR_WON_DEALS), orders))


def _remember_before(cr):
    """The state of before, for the page that shows the director what the installation changed."""
    cr.execute("""
        CREATE TABLE sales_crm_ext_before AS
        SELECT user_id, count(*) AS clients FROM res_partner
         WHERE active AND commercial_partner_id = id
           AND NOT EXISTS (SELECT FROM res_users WHERE partner_id = res_partner.id)
           AND NOT EXISTS (SELECT FROM res_company WHERE partner_id = res_partner.id)
         GROUP BY user_id
    """)


def _fill_empty_owners(cr):
    cr.execute("""
        UPDATE res_partner partner SET user_id = work.user_id
          FROM (SELECT DISTINCT ON (partner_id) partner_id, user_id FROM client_work WHERE is_open
                 ORDER BY partner_id, date DESC, user_id) work
         WHERE partner.id = work.partner_id AND partner.user_id IS NULL
           AND NOT EXISTS (SELECT FROM res_users WHERE partner_id = partner.id)
           AND NOT EXISTS (SELECT FROM res_company WHERE partner_id = partner.id)
    """)


def _share_with_colleagues_at_work(cr):
    cr.execute("""
        INSERT INTO res_partner_client_user_rel (partner_id, user_id)
        SELECT DISTINCT work.partner_id, work.user_id
          FROM (SELECT partner_id, user_id FROM client_work
                 UNION
                SELECT contact.commercial_partner_id, contact.user_id FROM res_partner contact
                  JOIN res_users users ON users.id = contact.user_id
                   AND users.active AND NOT COALESCE(users.share, FALSE)
                 WHERE contact.commercial_partner_id != contact.id) work
          JOIN res_partner company ON company.id = work.partner_id
         WHERE work.user_id IS DISTINCT FROM company.user_id
    """)


def _mark_visible_to_all(cr):
    """Suppliers and carriers that nobody sells to. The column is written with the scopes, here it is only decided."""
    supplier = SQL()
    if sql.column_exists(cr, "res_partner", "supplier_rank"):
        supplier = SQL("UNION SELECT commercial_partner_id FROM res_partner"
                       " WHERE supplier_rank > 0 AND COALESCE(customer_rank, 0) = 0")
    purchases = SQL("UNION SELECT partner.commercial_partner_id FROM purchase_order"
                    " JOIN res_partner partner ON partner.id = purchase_order.partner_id"
                    ) if sql.table_exists(cr, "purchase_order") else SQL()
    cr.execute(SQL("""
        CREATE TEMPORARY TABLE client_public ON COMMIT DROP AS
        SELECT id FROM (
            SELECT partner.commercial_partner_id AS id FROM product_supplierinfo price
              JOIN res_partner partner ON partner.id = price.partner_id %s %s) found
         WHERE id IS NOT NULL AND id NOT IN (SELECT partner_id FROM client_work)
           AND id NOT IN (SELECT partner_id FROM res_partner_client_user_rel)
           AND id NOT IN (SELECT id FROM res_partner WHERE user_id IS NOT NULL)
    """, supplier, purchases))


def _create_scopes(cr):
    cr.execute("""
        CREATE TEMPORARY TABLE client_key ON COMMIT DROP AS
        SELECT partner.id AS partner_id, CASE
            WHEN EXISTS (SELECT FROM client_staff WHERE partner_id = partner.id)
              OR EXISTS (SELECT FROM res_company WHERE partner_id = partner.id) THEN 'staff'
            WHEN EXISTS (SELECT FROM client_public WHERE id = partner.id) THEN 'public'
            ELSE 'people:' || COALESCE(partner.user_id, 0) || ':' || COALESCE(shares.keys, '') END AS key,
            partner.user_id AS owner_id, shares.user_ids
          FROM res_partner partner
          LEFT JOIN (SELECT partner_id, string_agg(user_id::text, ',' ORDER BY user_id) AS keys,
                            array_agg(user_id) AS user_ids
                       FROM res_partner_client_user_rel GROUP BY partner_id) shares ON shares.partner_id = partner.id
         WHERE COALESCE(partner.commercial_partner_id, partner.id) = partner.id;
        CREATE UNIQUE INDEX ON client_key (partner_id);
        INSERT INTO sales_client_scope (key, owner_id, team_id)
        SELECT key, max(owner_id), max(team_id) FROM (
            SELECT key, CASE WHEN key LIKE 'people:%' THEN owner_id END AS owner_id, NULL::integer AS team_id
              FROM client_key
             UNION SELECT 'public', NULL, NULL UNION SELECT 'staff', NULL, NULL UNION SELECT 'people:0:', NULL, NULL
             UNION SELECT 'people:' || user_id || ':', user_id, NULL FROM crm_lead WHERE user_id IS NOT NULL
             UNION SELECT 'team:' || team_id, NULL, team_id FROM crm_lead WHERE user_id IS NULL AND team_id IS NOT NULL
        ) keys GROUP BY key;
        CREATE UNIQUE INDEX client_scope_key ON sales_client_scope (key);
        INSERT INTO sales_client_scope_member (scope_id, user_id)
        SELECT scope.id, scope.owner_id FROM sales_client_scope scope WHERE scope.owner_id IS NOT NULL
         UNION
        SELECT scope.id, unnest(shared.user_ids) FROM sales_client_scope scope
          JOIN (SELECT DISTINCT ON (key) key, user_ids FROM client_key WHERE user_ids IS NOT NULL) shared
            ON shared.key = scope.key AND shared.key LIKE 'people:%';
    """)


def _write_partners(cr):
    """One update of each row: owner and scope of the company, for the company and its contacts; its first touch."""
    cr.execute("""
        UPDATE res_partner partner
           SET client_owner_id = company.user_id, client_scope_id = scope.id,
               is_visible_to_all = public.id IS NOT NULL, first_touch_at = first_touch.date,
               channel_id = first_touch.channel_id, channel_origin = first_touch.origin
          FROM res_partner contact
          JOIN res_partner company ON company.id = COALESCE(contact.commercial_partner_id, contact.id)
          JOIN client_key company_key ON company_key.partner_id = company.id
          LEFT JOIN client_public public ON public.id = contact.id
          LEFT JOIN client_first_touch first_touch ON first_touch.partner_id = contact.id
          LEFT JOIN client_staff staff ON staff.partner_id = contact.id
          JOIN sales_client_scope scope
            ON scope.key = CASE WHEN staff.partner_id IS NOT NULL THEN 'staff' ELSE company_key.key END
         WHERE partner.id = contact.id
    """)


def _write_leads(cr):
    """One update of each row: its scope, its channel and its first touch."""
    cr.execute("""
        UPDATE crm_lead lead
           SET client_scope_id = scope.id, first_touch_at = lead.create_date,
               channel_id = COALESCE(pair.channel_id, channel_not_stated.id),
               channel_origin = CASE WHEN pair.channel_id IS NULL THEN 'none' ELSE 'rule' END
          FROM crm_lead old
          JOIN sales_client_scope scope
            ON scope.key = CASE WHEN old.user_id IS NULL AND old.team_id IS NOT NULL THEN 'team:' || old.team_id
                                ELSE 'people:' || COALESCE(old.user_id, 0) || ':' END
          LEFT JOIN channel_of_pair pair ON pair.source_id = COALESCE(old.source_id, 0)
           AND pair.medium_id = COALESCE(old.medium_id, 0)
         CROSS JOIN channel_not_stated
         WHERE lead.id = old.id;
        DROP INDEX client_scope_key
    """)
