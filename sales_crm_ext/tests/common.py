from odoo.fields import Command
from odoo.tests import TransactionCase, new_test_user

from ..models.res_users import ALL_LEADS, DIRECTOR, LEADER, SALESMAN


class SalesCrmExtCommon(TransactionCase):
    """Two teams: anna and boris under the leader olga, viktor alone; a director, an all-documents user, an
    accountant. Each salesperson has one client company with a contact, and one lead."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("en_US")  # a database made in Russian alone has it archived
        cls.env = cls.env(context=dict(cls.env.context, tracking_disable=True, no_reset_password=True))
        cls.anna = cls._make_user("anna", SALESMAN)
        cls.boris = cls._make_user("boris", SALESMAN)
        cls.viktor = cls._make_user("viktor", SALESMAN)
        cls.olga = cls._make_user("olga", LEADER)
        cls.alla = cls._make_user("alla", ALL_LEADS)
        cls.director = cls._make_user("director", f"{DIRECTOR},base.group_partner_manager")
        cls.accountant = cls._make_user("accountant", "base.group_user,base.group_partner_manager")
        cls.team = cls._make_team("Pumps", cls.olga, cls.anna + cls.boris)
        cls.other_team = cls._make_team("Chairs", cls.env["res.users"], cls.viktor)
        cls.client_of, cls.contact_of, cls.lead_of = {}, {}, {}
        for user in cls.anna + cls.boris + cls.viktor:
            cls._make_client(user)

    @classmethod
    def _make_user(cls, login, groups):
        if "sales_team" in groups or "sales_crm_ext" in groups:
            groups += ",base.group_partner_manager"
        return new_test_user(cls.env, login, groups=groups, name=login.title(), tz="Europe/Moscow", lang="en_US",
                             email=f"{login}@example.com")

    @classmethod
    def _make_team(cls, name, leader, members):
        return cls.env["crm.team"].create({
            "name": name, "user_id": leader.id, "use_opportunities": True,
            "crm_team_member_ids": [Command.create({"user_id": user.id}) for user in members],
        })

    @classmethod
    def _make_client(cls, user):
        company = cls.env["res.partner"].create({
            "name": f"Client of {user.name}", "is_company": True, "user_id": user.id, "phone": "+7 495 111-22-33"})
        cls.client_of[user] = company
        cls.contact_of[user] = cls.env["res.partner"].create(
            {"name": f"Contact of {user.name}", "parent_id": company.id, "email": f"contact.{user.login}@client.ru"})
        cls.lead_of[user] = cls.env["crm.lead"].create({
            "name": f"Deal of {user.name}", "partner_id": company.id, "user_id": user.id, "type": "opportunity"})
