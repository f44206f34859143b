"""Whom the company has written to before the addon came, from what Odoo remembers: each letter of each company in it."""
from odoo.tools import SQL, email_split, sql

from ..tools.addressee import get_addressee

_CHUNK = 50_000
_LETTERS = """
    SELECT COALESCE(partner.email, notification.mail_email_address) AS emails, message.date
      FROM mail_notification notification JOIN mail_message message ON message.id = notification.mail_message_id
      LEFT JOIN res_partner partner ON partner.id = notification.res_partner_id
     WHERE notification.notification_type = 'email' AND notification.notification_status IN ('sent', 'bounce')
    UNION ALL
    SELECT partner.email, message.date FROM mail_message_res_partner_rel rel
      JOIN mail_message message ON message.id = rel.mail_message_id
      JOIN res_partner partner ON partner.id = rel.res_partner_id
     WHERE message.message_type IN ('comment', 'email_outgoing')
    UNION ALL
    SELECT partner.email, message.date FROM mail_mail mail JOIN mail_message message ON message.id = mail.mail_message_id
      JOIN mail_mail_res_partner_rel rel ON rel.mail_mail_id = mail.id
      JOIN res_partner partner ON partner.id = rel.res_partner_id WHERE mail.state IN ('sent', 'received')
    UNION ALL
    SELECT concat_ws(',', mail.email_to, mail.email_cc), message.date
      FROM mail_mail mail JOIN mail_message message ON message.id = mail.mail_message_id
     WHERE mail.state IN ('sent', 'received')
    UNION ALL
    SELECT outgoing_email_to, date FROM mail_message WHERE outgoing_email_to IS NOT NULL
    UNION ALL
    SELECT concat_ws(',', message.incoming_email_to, message.incoming_email_cc), message.date
      FROM mail_message message JOIN res_partner author ON author.id = message.author_id
     WHERE NOT COALESCE(author.partner_share, TRUE)
       AND (message.incoming_email_to IS NOT NULL OR message.incoming_email_cc IS NOT NULL)
"""
_MAILINGS = """
    UNION ALL
    SELECT email, sent_datetime FROM mailing_trace WHERE sent_datetime IS NOT NULL AND trace_type = 'mail'
"""


def collect(cr):
    """Fill the known addressees. Mailboxes are told apart in Python, a chunk of distinct spellings at a time: a million
    letters take a minute at most, and little memory."""
    cr.execute(SQL("""
        DECLARE letters NO SCROLL CURSOR FOR
        SELECT lower(emails), min(date) FROM (%s %s) letter WHERE emails LIKE '%%@%%' GROUP BY lower(emails)
    """, SQL(_LETTERS), SQL(_MAILINGS) if sql.table_exists(cr, "mailing_trace") else SQL()))
    cr.execute("CREATE TEMPORARY TABLE addressee_found (email VARCHAR, date TIMESTAMP) ON COMMIT DROP")
    while rows := _fetch(cr):
        found = [(get_addressee(email), date) for emails, date in rows for email in _split(emails)]
        cr.execute(SQL("INSERT INTO addressee_found SELECT * FROM unnest(%s::varchar[], %s::timestamp[])",
                       [email for email, _date in found], [date for _email, date in found]))
    cr.execute("CLOSE letters")
    cr.execute("""
        INSERT INTO sales_addressee (email_normalized, first_sent_at)
        SELECT email, min(date) FROM addressee_found WHERE email != '' GROUP BY email ON CONFLICT DO NOTHING
    """)


def _fetch(cr):
    cr.execute(SQL("FETCH %s FROM letters", _CHUNK))
    return cr.fetchall()


def _split(emails):
    """Most have one address and nothing around it, which is quickly told."""
    return email_split(emails) if set(' ,;<"') & set(emails) else [emails]
