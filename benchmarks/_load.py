#!/usr/bin/env python3
"""Fill a stock database with a large client base: SCALE=0.1 python benchmarks/_load.py DATABASE TEMPLATE.

SCALE 1 is 1,000,000 partners (250,000 companies with three contacts each), 1,000,000 leads, 200 salespeople in 20
teams. Everything is made by one rule from a running number, so two runs give the same base. Of the salespeople four
have a set number of clients, whatever the scale, and nobody else works with theirs; the rest share what remains, one
lead in twenty is a team mate's, one company in fifty has no salesperson.
"""
import os
import subprocess
import sys
import time

import psycopg2

import odoo
from odoo.modules.registry import Registry

# To be raised when the base becomes another one.
VERSION = "base 1"
SALESPEOPLE, TEAMS = 200, 20
PARTNERS = LEADS = 1_000_000
# Login -> clients, contacts counted.
SPECIAL = {"nobody": 0, "newcomer": 3, "usual": 5_000, "heir": 50_000}
LEADER = "leader.1"
# First and last of the ordinary salespeople; `colleague` has shared clients too.
COLLEAGUE = "colleague.1"

_KINDS = "{ООО,АО,ПАО,ИП,ЗАО}"
_FIRST = "{Пром,Строй,Агро,Тех,Энерго,Метал,Лес,Мед,Авто,Транс,Хим,Электро,Гидро,Торг,Сев,Юг,Урал,Волга,Сиб,Дон}"
_SECOND = "{снаб,сервис,комплект,монтаж,ресурс,альянс,инвест,маш,продукт,центр,холдинг,проект,контракт,импорт,групп}"
_SURNAMES = "{Иванов,Смирнов,Кузнецов,Попов,Васильев,Петров,Соколов,Михайлов,Новиков,Фёдоров,Морозов,Волков,Алексеев}"
_NAMES = "{Александр,Сергей,Владимир,Андрей,Алексей,Дмитрий,Николай,Иван,Михаил,Евгений,Юрий}"
_CITIES = "{Москва,Санкт-Петербург,Казань,Самара,Пермь,Уфа,Омск,Тула,Рязань,Воронеж}"


def load(database, scale=1.0):
    """Fill `database`, a stock one with ``crm``. Prints what took how long."""
    for name, step in (("people", _load_people), ("partners", _load_partners), ("leads", _load_leads)):
        started = time.monotonic()
        step(database, scale)
        print(f"{name}: {time.monotonic() - started:.1f} s", flush=True)


def _load_people(database, _scale):
    odoo.tools.config.parse_config(["-d", database, "--log-level=warn", "--no-http"], setup_logging=True)
    with Registry(database).cursor() as cr:
        env = odoo.api.Environment(cr, odoo.SUPERUSER_ID, {"tracking_disable": True, "no_reset_password": True})
        group = env.ref("sales_team.group_sale_salesman").ids
        names = [*SPECIAL, *(f"colleague.{number}" for number in range(1, SALESPEOPLE - len(SPECIAL) + 1))]
        sellers = _users(env, names, group)
        leaders = _users(env, [f"leader.{number}" for number in range(1, TEAMS + 1)], group)
        teams = env["crm.team"].create([
            {"name": f"Команда {leader.login}", "user_id": leader.id} for leader in leaders])
        env["crm.team.member"].create([
            {"crm_team_id": teams[number % TEAMS].id, "user_id": seller.id} for number, seller in enumerate(sellers)])
    # PostgreSQL copies only a database that nobody is connected to.
    odoo.sql_db.close_all()


def _users(env, logins, group_ids):
    return env["res.users"].create([
        {"name": login, "login": login, "email": f"{login}@company.example",
         "group_ids": [odoo.Command.set(group_ids)], "tz": "Europe/Moscow"} for login in logins])


def _load_partners(database, scale):
    with _bulk(database, "res_partner") as cursor:
        _deal_out_companies(cursor, scale)
        cursor.execute(_COMPANIES, {"kinds": _KINDS, "first": _FIRST, "second": _SECOND, "cities": _CITIES})
        cursor.execute(_CONTACTS, {"surnames": _SURNAMES, "names": _NAMES})
        cursor.execute("SELECT setval('res_partner_id_seq', max(id)) FROM res_partner")


def _load_leads(database, scale):
    with _bulk(database, "crm_lead") as cursor:
        cursor.execute("SELECT max(id) FROM crm_stage WHERE is_won")
        won_stage, = cursor.fetchone()
        cursor.execute(_LEADS, {"number": int(LEADS * scale), "won_stage": won_stage, "first": _FIRST})
        cursor.execute("SELECT setval('crm_lead_id_seq', max(id)) FROM crm_lead")


class _bulk:
    """A cursor for mass insertion into `table`: no foreign key checks, indexes rebuilt once at the end."""

    def __init__(self, database, table):
        self.connection, self.table = psycopg2.connect(dbname=database), table

    def __enter__(self):
        self.cursor = self.connection.cursor()
        self.cursor.execute("SET session_replication_role = replica; SET maintenance_work_mem = '512MB'")
        self.cursor.execute("""
            SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
             WHERE indrelid = %s::regclass AND NOT indisprimary""", (self.table,))
        self.indexes = self.cursor.fetchall()
        for name, _definition in self.indexes:
            self.cursor.execute(f"DROP INDEX {name}")
        return self.cursor

    def __exit__(self, error, *_details):
        if not error:
            for _name, definition in self.indexes:
                self.cursor.execute(definition)
            self.connection.commit()
            self.connection.autocommit = True
            self.cursor.execute(f"VACUUM ANALYZE {self.table}")
        self.connection.close()


def _deal_out_companies(cursor, scale):
    """Temporary table ``bench_company(number, owner_id, contacts)``: first the special people's, then all others'."""
    total = int(PARTNERS * scale)
    special = [(login, clients // 4, 3) for login, clients in SPECIAL.items() if clients >= 4]
    special += [(login, 1, clients - 1) for login, clients in SPECIAL.items() if 0 < clients < 4]
    cursor.execute("CREATE TEMPORARY TABLE bench_company (number serial, owner_id integer, contacts integer)")
    for login, companies, contacts in special:
        cursor.execute("""
            INSERT INTO bench_company (owner_id, contacts)
            SELECT id, %s FROM res_users, generate_series(1, %s) WHERE login = %s""", (contacts, companies, login))
    left = (total - sum(SPECIAL.values())) // 4
    cursor.execute("""
        INSERT INTO bench_company (owner_id, contacts)
        SELECT CASE WHEN number %% 50 > 0 THEN ids[1 + number %% array_length(ids, 1)] END, 3
          FROM (SELECT array_agg(id ORDER BY id) AS ids FROM res_users WHERE login LIKE 'colleague.%%') sellers,
               generate_series(1, %s) number""", (left,))


# Ids leave room for the contacts: a company and its contacts are neighbours, as if entered together.
_COMPANIES = """
    CREATE TEMPORARY TABLE bench_base AS SELECT max(id) AS id FROM res_partner;
    INSERT INTO res_partner (id, name, complete_name, commercial_company_name, is_company, active, partner_share, type,
                             user_id, commercial_partner_id, lang, color, phone, email, email_normalized, street, city,
                             zip, message_bounce, create_uid, write_uid, create_date, write_date)
    SELECT id, name, name, name, true, true, true, 'contact', owner_id, id, 'en_US', 0,
           '+7 495 ' || to_char(number %% 10000000, 'FM000-00-00'), 'office@k' || number || '.example',
           'office@k' || number || '.example', 'ул. Заводская, ' || number %% 200 + 1,
           (%(cities)s::text[])[1 + number %% 10], (100000 + number %% 99999)::text, 0, 1, 1, made, made
      FROM (SELECT bench_base.id + 4 * (number - 1) + 1 AS id, number, owner_id,
                   (%(kinds)s::text[])[1 + number %% 5] || ' «' || (%(first)s::text[])[1 + (number * 7) %% 20]
                   || (%(second)s::text[])[1 + (number * 11) %% 15] || '-' || number || '»' AS name,
                   timestamp '2023-01-01' + number %% 1000 * interval '1 day' AS made
              FROM bench_company, bench_base) company"""
_CONTACTS = """
    INSERT INTO res_partner (id, name, complete_name, commercial_company_name, is_company, active, partner_share, type,
                             parent_id, user_id, commercial_partner_id, lang, color, phone, email, email_normalized,
                             message_bounce, create_uid, write_uid, create_date, write_date)
    SELECT id, name, company || ', ' || name, company, false, true, true, 'contact', company_id, owner_id, company_id,
           'en_US', 0, '+7 9' || to_char(number, 'FM00 000-00-00'), 'c' || number || '.' || contact || '@k.example',
           'c' || number || '.' || contact || '@k.example', 0, 1, 1, made, made
      FROM (SELECT company.id + contact AS id, company.id AS company_id, company.name AS company, owner_id, contact,
                   number, company.create_date AS made,
                   (%(surnames)s::text[])[1 + (number * 3 + contact) %% 13] || ' '
                   || (%(names)s::text[])[1 + (number + contact * 5) %% 11] AS name
              FROM bench_company, bench_base,
                   LATERAL (SELECT * FROM res_partner WHERE id = bench_base.id + 4 * (number - 1) + 1) company,
                   generate_series(1, contacts) contact) contact"""
# The lead's seller is the client's, one in twenty a team mate; special people's clients are theirs alone.
_LEADS = """
    WITH seller AS (
        SELECT member.user_id, member.crm_team_id AS team_id, users.login NOT LIKE 'colleague.%%' AS special,
               (SELECT array_agg(mate.user_id ORDER BY mate.user_id) FROM crm_team_member mate
                  JOIN res_users mate_user ON mate_user.id = mate.user_id AND mate_user.login LIKE 'colleague.%%'
                 WHERE mate.crm_team_id = member.crm_team_id) AS mates
          FROM crm_team_member member JOIN res_users users ON users.id = member.user_id
    ), client AS (
        SELECT id, row_number() OVER (ORDER BY id) - 1 AS number, user_id, complete_name, commercial_company_name,
               phone, email FROM res_partner WHERE type = 'contact' AND partner_share AND user_id IS NOT NULL
    ), clients AS (SELECT count(*) AS number FROM client)
    INSERT INTO crm_lead (name, type, partner_id, user_id, team_id, company_id, stage_id, active, probability,
                          automated_probability, won_status, expected_revenue, prorated_revenue, priority, color,
                          partner_name, contact_name, email_from, phone, message_bounce, create_uid, write_uid,
                          create_date, write_date, date_open, date_closed, date_last_stage_update, day_open, day_close)
    SELECT (%(first)s::text[])[1 + number %% 20] || '-поставка ' || number, 'opportunity', partner_id, user_id, team_id,
           1, CASE fate WHEN 'won' THEN %(won_stage)s ELSE 1 + number %% 3 END, fate != 'lost',
           CASE fate WHEN 'won' THEN 100 WHEN 'lost' THEN 0 ELSE 20 END, 20, fate, 1000 + number %% 90000,
           CASE fate WHEN 'won' THEN 1000 + number %% 90000 ELSE 0 END, '0', 0, company, contact, email, phone, 0, 1, 1,
           made, made, made, CASE WHEN fate != 'pending' THEN made + interval '30 days' END, made, 0,
           CASE WHEN fate != 'pending' THEN 30 END
      FROM (SELECT series AS number, client.id AS partner_id, seller.team_id,
                   CASE WHEN series %% 20 = 0 AND NOT special THEN mates[1 + series %% array_length(mates, 1)]
                        ELSE client.user_id END AS user_id,
                   CASE WHEN series %% 20 < 9 THEN 'won' WHEN series %% 20 < 14 THEN 'lost' ELSE 'pending' END AS fate,
                   client.commercial_company_name AS company, client.complete_name AS contact, client.email,
                   client.phone,
                   timestamp '2023-06-01' + series %% 900 * interval '1 day' AS made
              FROM generate_series(1, %(number)s) series CROSS JOIN clients
              JOIN client ON client.number = series::bigint * 7919 %% clients.number
              JOIN seller ON seller.user_id = client.user_id) lead"""


if __name__ == "__main__":
    subprocess.run(["createdb", "-T", sys.argv[2], sys.argv[1]], check=True)
    load(sys.argv[1], float(os.environ.get("SCALE", "1")))
