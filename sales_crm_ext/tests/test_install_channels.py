"""The installation's SQL gives leads and clients the origin that the models give."""
from odoo.tests import tagged
from odoo.tools import SQL

from ..install import channels, scopes
from .common import SalesCrmExtCommon

LEADS = """
    SELECT lead.name, channel.name->>'en_US', lead.channel_origin, date_trunc('second', lead.first_touch_at),
           date_trunc('second', touch.date), touch.partner_id,
           touch.channel_id = lead.channel_id, touch.source_id, touch.medium_id, touch.origin,
           touch.client_scope_id = lead.client_scope_id
      FROM crm_lead lead
      LEFT JOIN sales_channel channel ON channel.id = lead.channel_id
      LEFT JOIN sales_touch touch ON touch.lead_id = lead.id
     ORDER BY lead.id
"""
CLIENTS = """
    SELECT partner.id, channel.name->>'en_US', partner.channel_origin,
           date_trunc('second', partner.first_touch_at)
      FROM res_partner partner LEFT JOIN sales_channel channel ON channel.id = partner.channel_id
     ORDER BY partner.id
"""


@tagged("post_install", "-at_install")
class TestInstallChannels(SalesCrmExtCommon):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        website, email = (cls.env.ref(f"utm.utm_medium_{name}").id for name in ("website", "email"))
        referral = cls.env.ref("utm.utm_source_referral").id
        other = cls.env["utm.source"].create({"name": "Olark Chat"}).id
        ownerless = cls.env["res.partner"].create([{"name": "Ownerless", "is_company": True}, {"name": "Vendor"}])
        for partner, source, medium in [
            (cls.contact_of[cls.anna], False, False), (cls.contact_of[cls.anna], False, website),
            (cls.client_of[cls.anna], False, email), (cls.client_of[cls.boris], other, False),
            (ownerless[0], referral, website), (cls.env["res.partner"], other, email),
        ]:
            # a user without a salesperson's share in the client: nobody's owner or share changes on installation
            cls.env["crm.lead"].create({
                "name": "Inquiry", "partner_id": partner.id, "source_id": source, "medium_id": medium,
                "user_id": False, "type": "lead"})

    def _uninstall(self):
        self.env.flush_all()
        self.env.cr.execute("""
            DROP TABLE sales_touch, sales_channel, sales_client_scope, sales_client_scope_member,
                       res_partner_client_user_rel CASCADE;
            ALTER TABLE crm_lead DROP COLUMN client_scope_id, DROP COLUMN channel_id, DROP COLUMN channel_origin,
                                 DROP COLUMN first_touch_at;
            ALTER TABLE res_partner DROP COLUMN client_scope_id, DROP COLUMN client_owner_id,
                                    DROP COLUMN is_visible_to_all, DROP COLUMN channel_id,
                                    DROP COLUMN channel_origin, DROP COLUMN first_touch_at;
            DELETE FROM ir_model_data WHERE module = 'sales_crm_ext' AND model = 'sales.channel';
        """)

    def test_installation_gives_what_the_models_give(self):
        self.env.flush_all()
        leads, clients = self.env.execute_query(SQL(LEADS)), self.env.execute_query(SQL(CLIENTS))
        self.assertEqual({row[1] for row in leads} & {"Website", "E-mail", "Recommendation", "Not Stated"},
                         {"Website", "E-mail", "Recommendation", "Not Stated"})
        self._uninstall()
        channels.prepare(self.env.cr)
        scopes.take_over(self.env.cr)
        self.assertEqual(self.env.execute_query(SQL(LEADS)), leads)
        self.assertEqual(self.env.execute_query(SQL(CLIENTS)), clients)
