import smtplib
from contextlib import contextmanager

from odoo.addons.base.tests.common import MockSmtplibCase

from .common import SalesCrmExtCommon


class LettersCommon(MockSmtplibCase, SalesCrmExtCommon):
    """A mail server that takes what it is given, but for the addresses it refuses, and the job that counts."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lead = cls.lead_of[cls.anna].with_user(cls.anna)
        cls.client_of[cls.anna].email = "buyer@client.ru"
        cls.proposal = cls._make_template("Offer", is_sales_proposal=True)
        cls.greeting = cls._make_template("Greeting")
        cls._age(cls.env["res.partner"].search([]))

    @classmethod
    def _make_template(cls, name, **vals):
        return cls.env["mail.template"].create({
            "name": name, "model_id": cls.env["ir.model"]._get_id("crm.lead"), "subject": name,
            "body_html": "<p>Pumps</p>", "partner_to": "{{ object.partner_id.id }}", "use_default_to": False,
            "auto_delete": True, **vals})

    @classmethod
    def _age(cls, partners):
        """The cards were there before: in a test all is one transaction, and one moment."""
        cls.env.cr.execute("UPDATE res_partner SET create_date = create_date - interval '1 hour' WHERE id IN %s",
                           [partners._ids])
        partners.invalidate_recordset(["create_date"])

    @contextmanager
    def _mail_server(self, refused=()):
        with self.mock_smtplib_connection():
            take = self.testing_smtp_session.send_message

            def send_message(message, smtp_from, smtp_to_list):
                no = {address: (550, b"no such user") for address in smtp_to_list if address in refused}
                if len(no) == len(smtp_to_list):
                    raise smtplib.SMTPRecipientsRefused(no)
                take(message, smtp_from, [address for address in smtp_to_list if address not in no])
                return no

            self.testing_smtp_session.send_message = send_message
            yield

    def _send(self, template=None, to=(), user=None, lead=None, refused=(), **values):
        """Send a letter from a template to the client of the deal, to ``to`` instead where it is given."""
        user = user or self.anna
        values = {**({"email_to": ",".join(to), "recipient_ids": [(5,)]} if to else {}), **values}
        with self._mail_server(refused):
            (template or self.proposal).with_user(user).send_mail(
                (lead or self.lead_of[user]).id, force_send=True, email_values=values)
        return self._decide()

    def _decide(self):
        Letter = self.env["sales.letter"]
        undecided = Letter.search([("decided_at", "=", False)])
        Letter._decide()
        self.env["sales.letter.bounce"]._apply()
        return undecided.sorted("id")

    def _sums(self, code, **where):
        rows = self.env["sales.action"].search(
            [("metric_id.code", "=", code), *((name, "=", value) for name, value in where.items())])
        return sum(rows.mapped("claimed")), sum(rows.mapped("verified"))

    def _proposals(self, **where):
        """Proposals, and those to new addressees, that are claimed and borne out."""
        figures = [self._sums(code, **where) for code in ("proposal", "proposal_new")]
        for claimed, verified in figures:
            self.assertEqual(claimed, verified)
        return tuple(claimed for claimed, _verified in figures)
