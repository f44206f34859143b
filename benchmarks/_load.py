#!/usr/bin/env python3
"""Fill a stock database with a large client base: SCALE=0.1 python benchmarks/_load.py DATABASE TEMPLATE.

SCALE 1 is 1,000,000 partners (250,000 companies with three contacts each), 1,000,000 leads, 200 salespeople in 20
teams (`_people.py`), an activity on every third open lead and tenth company. Everything is made by one rule from a
running number, so two runs give the same base. One lead in twenty of the ordinary salespeople is a team mate's, one
company in fifty has no salesperson.
"""
import os
import subprocess
import sys
import time

import _people
from _bulk import Bulk, environment

# To be raised when the base becomes another one.
VERSION = "base 2"
PARTNERS = LEADS = 1_000_000

_KINDS = "{ООО,АО,ПАО,ИП,ЗАО}"
_FIRST = "{Пром,Строй,Агро,Тех,Энерго,Метал,Лес,Мед,Авто,Транс,Хим,Электро,Гидро,Торг,Сев,Юг,Урал,Волга,Сиб,Дон}"
_SECOND = "{снаб,сервис,комплект,монтаж,ресурс,альянс,инвест,маш,продукт,центр,холдинг,проект,контракт,импорт,групп}"
_SURNAMES = "{Иванов,Смирнов,Кузнецов,Попов,Васильев,Петров,Соколов,Михайлов,Новиков,Фёдоров,Морозов,Волков,Алексеев}"
_NAMES = "{Александр,Сергей,Владимир,Андрей,Алексей,Дмитрий,Николай,Иван,Михаил,Евгений,Юрий}"
_CITIES = "{Москва,Санкт-Петербург,Казань,Самара,Пермь,Уфа,Омск,Тула,Рязань,Воронеж}"


def load(database, scale=1.0):
    """Fill `database`, a stock one with ``crm``. Prints what took how long."""
    steps = {"people": _load_people, "partners": _load_partners, "leads": _load_leads, "activities": _load_activities}
    for name, step in steps.items():
        started = time.monotonic()
        step(database, scale)
        print(f"{name}: {time.monotonic() - started:.1f} s", flush=True)


def _load_people(database, _scale):
    with environment(database) as env:
        _people.load(env)


def _load_partners(database, scale):
    with Bulk(database, "res_partner") as cursor:
        _deal_out_companies(cursor, scale)
        cursor.execute(_COMPANIES, {"kinds": _KINDS, "first": _FIRST, "second": _SECOND, "cities": _CITIES})
        cursor.execute(_CONTACTS, {"surnames": _SURNAMES, "names": _NAMES})


def _load_leads(database, scale):
    with Bulk(database, "crm_lead") as cursor:
        cursor.execute("SELECT max(id) FROM crm_stage WHERE is_won")
        won_stage, = cursor.fetchone()
        cursor.execute(_LEADS, {"number": int(LEADS * scale), "won_stage": won_stage, "first": _FIRST})


def _load_activities(database, _scale):
    with Bulk(database, "mail_activity") as cursor:
        cursor.execute(_ACTIVITIES)


def _deal_out_companies(cursor, scale):
    """Temporary table ``bench_company(number, owner_id, contacts)``: first the special people's, then all others'."""
    total = int(PARTNERS * scale)
    special = [(login, clients // 4, 3) for login, clients in _people.SPECIAL.items() if clients >= 4]
    special += [(login, 1, clients - 1) for login, clients in _people.SPECIAL.items() if 0 < clients < 4]
    cursor.execute("CREATE TEMPORARY TABLE bench_company"
                   " (number serial, owner_id integer, contacts integer, prefix text DEFAULT '')")
    for login, companies, contacts in special:
        cursor.execute("""
            INSERT INTO bench_company (owner_id, contacts)
            SELECT id, %s FROM res_users, generate_series(1, %s) WHERE login = %s""", (contacts, companies, login))
    cursor.execute("""
        UPDATE bench_company SET prefix = 'Яхонт ' WHERE owner_id = (SELECT id FROM res_users WHERE login = 'last')""")
    left = (total - sum(_people.SPECIAL.values())) // 4
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
                   prefix || (%(kinds)s::text[])[1 + number %% 5] || ' «' || (%(first)s::text[])[1 + (number * 7) %% 20]
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
# The type is stock's phone call; the deadlines are around the middle of 2026.
_ACTIVITIES = """
    INSERT INTO mail_activity (res_model_id, res_model, res_id, res_name, activity_type_id, user_id, summary, active,
                               automated, date_deadline, create_uid, write_uid, create_date, write_date)
    SELECT ir_model.id, ir_model.model, document.id, document.name, type.id, document.user_id, 'Перезвонить', true,
           false, date '2026-01-01' + document.id % 365, 1, 1, now(), now()
      FROM (SELECT 'crm.lead' AS model, id, name, user_id FROM crm_lead WHERE won_status = 'pending' AND id % 3 = 0
             UNION ALL
            SELECT 'res.partner', id, complete_name, user_id FROM res_partner
             WHERE is_company AND user_id IS NOT NULL AND id % 40 < 4) document
      JOIN ir_model ON ir_model.model = document.model
     CROSS JOIN (SELECT min(id) AS id FROM mail_activity_type WHERE category = 'phonecall') type"""


if __name__ == "__main__":
    subprocess.run(["createdb", "-T", sys.argv[2], sys.argv[1]], check=True)
    load(sys.argv[1], float(os.environ.get("SCALE", "1")))
