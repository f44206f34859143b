from odoo import api, fields, models


class SalesClientScopeMember(models.Model):
    """A person of a scope. Changing a row changes what the person reaches, at once and without touching a client."""
    _name = "sales.client.scope.member"
    _description = "Client Access Scope Member"

    scope_id = fields.Many2one("sales.client.scope", required=True, index=True, ondelete="cascade")
    user_id = fields.Many2one("res.users", required=True, ondelete="cascade")

    _user_id_scope_id_uniq = models.UniqueIndex("(user_id, scope_id)")

    @api.model_create_multi
    def create(self, vals_list):
        members = super().create(vals_list)
        self.env["res.users"]._forget_client_scopes()
        return members

    def write(self, vals):
        res = super().write(vals)
        self.env["res.users"]._forget_client_scopes()
        return res

    def unlink(self):
        res = super().unlink()
        self.env["res.users"]._forget_client_scopes()
        return res
