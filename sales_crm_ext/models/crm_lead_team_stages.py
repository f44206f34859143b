from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class CrmLead(models.Model):
    """Leads of a team that works with its own stages only: stages shared with all teams are offered to others.

    Stock shows shared stages to every team, and cannot say "all teams but this one" without taking the stages away
    from leads without a team. So they stay as they are, and are left out here.
    """
    _name = "crm.lead"
    _inherit = ["crm.lead"]

    allowed_stage_ids = fields.Many2many("crm.stage", compute="_compute_allowed_stage_ids")

    @api.depends("team_id")
    def _compute_allowed_stage_ids(self):
        for team, leads in self.grouped("team_id").items():
            leads.allowed_stage_ids = self.env["crm.stage"].search(self._get_team_stage_domain(team))

    def _get_figure_kinds(self):
        return {**super()._get_figure_kinds(), "allowed_stage_ids": "stages"}

    def _select_stages(self):
        return SQL(" UNION ALL ").join(self._select_team_stages(team) for team in self.grouped("team_id"))

    @api.model
    def _select_team_stages(self, team):
        Stage = self.env["crm.stage"]
        query = Stage._search(self._get_team_stage_domain(team), order=Stage._order)
        order, query.order = query.order, None
        return query.select(SQL("'stages'"), SQL("%s", team.id or 0), SQL("row_number() OVER (ORDER BY %s)", order),
                            SQL("NULL::timestamp"), SQL("crm_stage.id"))

    def _take_stages(self, found):
        self._keep_figure("allowed_stage_ids", [
            tuple(id_ for _place, _moment, id_ in sorted(found.get(lead.team_id.id or 0, ()))) for lead in self])

    def write(self, vals):
        if "stage_id" in vals or not vals.keys() & {"team_id", "user_id"}:
            return super().write(vals)
        teams = {lead.id: lead.team_id for lead in self}
        res = super().write(vals)
        self.filtered(lambda lead: lead.team_id != teams[lead.id])._enter_own_stages()
        return res

    def _enter_own_stages(self):
        """Open deals that come to the team in a shared stage take the team's first one, as stock does between teams
        with stages of their own."""
        for lead in self:
            if lead._has_own_stages_only(lead.team_id) and lead.won_status == "pending" \
                    and lead.team_id not in lead.stage_id.team_ids:
                lead.stage_id = lead._stage_find(domain=[("fold", "=", False)])

    @api.model
    def _has_own_stages_only(self, teams):
        """Whether there are teams, and none of them is offered the stages shared with all."""
        # A team may be of a company that is not the user's, or not selected now; nothing else of it is told.
        return bool(teams) and all(team.has_own_stages for team in teams.sudo())

    @api.model
    def _get_team_stage_domain(self, teams):
        own = Domain("team_ids", "in", teams.ids)
        return own if self._has_own_stages_only(teams) else own | Domain("team_ids", "=", False)

    @api.model
    def _read_group_stage_ids(self, stages, domain):
        found = super()._read_group_stage_ids(stages, domain)
        team_id = self.env.context.get("default_team_id")
        teams = self.env.user.crm_team_ids if self.env.context.get("show_user_team_stages") else self.env["crm.team"]
        teams = teams | self.env["crm.team"].browse(team_id).exists()  # a favourite may name one that was deleted
        if not self._has_own_stages_only(teams):
            return found
        # Stock shows the stages of teams of companies not selected now too; read by the user, a stage would lack them.
        return found.filtered(lambda stage: stage in stages or stage.sudo().team_ids & teams)

    def _stage_find(self, team_id=False, domain=None, order="sequence, id", limit=1):
        teams = self.team_id | self.env["crm.team"].browse(team_id)
        if self._has_own_stages_only(teams):
            own = Domain(domain or Domain.TRUE) & Domain("team_ids", "in", teams.ids)
            if stages := self.env["crm.stage"].search(own, order=order, limit=limit):
                return stages
        return super()._stage_find(team_id=team_id, domain=domain, order=order, limit=limit)
