from odoo import api, fields, models
from odoo.tools import SQL, sql

from .res_users import CLIENT_BASE_ALL, LEADER


class SalesClientTakeover(models.Model):
    """What the installation gave to whom: a row a person, and one for the clients of nobody."""
    _name = "sales.client.takeover"
    _description = "Client Takeover"
    _order = "user_id, id"
    _rec_name = "user_id"

    user_id = fields.Many2one("res.users", "Employee", readonly=True, ondelete="cascade", index="btree_not_null",
                              help="Empty: clients without a salesperson.")
    name = fields.Char("Who", compute="_compute_name")
    clients_before = fields.Integer(readonly=True)
    clients_after = fields.Integer("Own Clients", readonly=True)
    clients_shared = fields.Integer("Shared Clients", readonly=True)
    leads_count = fields.Integer("Leads", readonly=True)
    granted_group = fields.Selection(
        [("leader", "Team's Documents"), ("all", "All Clients")], "Right Granted", readonly=True)

    @api.depends("user_id.name")
    def _compute_name(self):
        for row in self:
            row.name = row.user_id.name or self.env._("Nobody's clients")

    @api.model
    def _record_install(self):
        """Compare the counts taken before the installation with those of now. Own tables only, once."""
        if not sql.table_exists(self.env.cr, "sales_crm_ext_before"):
            return
        before = dict(self.env.execute_query(SQL("SELECT user_id, clients FROM sales_crm_ext_before")))
        after = dict(self.env.execute_query(SQL(
            "SELECT partner.user_id, count(*) FROM res_partner partner"
            " JOIN sales_client_scope scope ON scope.id = partner.client_scope_id"
            " WHERE partner.active AND partner.commercial_partner_id = partner.id AND scope.key LIKE 'people:%%'"
            " GROUP BY partner.user_id")))
        shared = dict(self.env.execute_query(SQL(
            "SELECT user_id, count(*) FROM res_partner_client_user_rel GROUP BY user_id")))
        leads = dict(self.env.execute_query(SQL(
            "SELECT user_id, count(*) FROM crm_lead WHERE active GROUP BY user_id")))
        users = self.env["res.users"].search([("share", "=", False)])
        people = {None, *users.ids, *(before.keys() | after.keys() | shared.keys())}
        self.create([{
            "user_id": user_id, "clients_before": before.get(user_id, 0), "clients_after": after.get(user_id, 0),
            "clients_shared": shared.get(user_id, 0), "leads_count": leads.get(user_id, 0),
            "granted_group": self._get_granted_group(self.env["res.users"].browse(user_id or [])),
        } for user_id in people])
        self.env.cr.execute("DROP TABLE sales_crm_ext_before")

    @api.model
    def _get_granted_group(self, user):
        explicit = user.group_ids
        if self.env.ref(LEADER) in explicit:
            return "leader"
        return "all" if self.env.ref(CLIENT_BASE_ALL) in explicit else False

    def action_view_clients(self):
        """The clients that the row counts."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("base.action_partner_form")
        return dict(action, domain=self.env["res.partner"]._get_clients_domain(self.user_id.id), context={})
