from odoo import api, models
from odoo.exceptions import AccessError


class CrmLead(models.Model):
    """A lead is its salesperson's; without one it is its team leader's."""
    _name = "crm.lead"
    _inherit = ["crm.lead", "sales.client.scope.mixin"]

    _client_scope_priority_idx = models.Index("(client_scope_id, priority DESC, id DESC) WHERE active IS TRUE")

    @api.depends("user_id", "team_id")
    def _compute_client_scope_id(self):
        Scope = self.env["sales.client.scope"]
        for lead in self:
            if lead.user_id or not lead.team_id:
                lead.client_scope_id = Scope._get_for_people(lead.user_id, self.env["res.users"])
            else:
                lead.client_scope_id = Scope._get_for_team(lead.team_id)

    @api.model_create_multi
    def create(self, vals_list):
        if self.env["res.users"]._is_present_user_restricted():
            for vals in vals_list:
                vals["user_id"] = vals.get("user_id") or self.env.uid
                self._check_client_values(vals)
        return super().create(vals_list)

    def write(self, vals):
        if self.env["res.users"]._is_present_user_restricted():
            # A form sends what it shows: values that change nothing are not the writer's doing.
            for lead in self:
                lead._check_client_values({
                    name: value for name, value in vals.items()
                    if name in ("user_id", "partner_id") and (value or False) != lead[name].id})
        return super().write(vals)

    def _check_client_values(self, vals):
        """A salesperson keeps their leads, a leader moves them among the team; both point at own clients only.

        :raise AccessError: when ``vals`` name a salesperson or a client out of the writer's reach
        """
        if "user_id" in vals and vals["user_id"] not in self.env.user._get_client_user_ids():
            raise AccessError(self.env._(
                "Leads are given to another salesperson by a team leader or a director. Ask them to move this one."))
        if vals.get("partner_id"):
            self.env["res.partner"].browse(vals["partner_id"]).check_access("read")
