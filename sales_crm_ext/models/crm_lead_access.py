from odoo import api, models
from odoo.exceptions import AccessError
from odoo.tools import SQL


class CrmLead(models.Model):
    """A lead is its salesperson's; without one it is its team leader's."""
    _name = "crm.lead"
    _inherit = ["crm.lead", "sales.client.page.mixin"]
    _client_scope_is_owners = True

    # The included columns are those of the rules and of the lists; lost leads are archived ones.
    _client_scope_priority_idx = models.Index(
        "(client_scope_id, priority DESC, id DESC) INCLUDE (active, type, company_id)")

    @api.depends("user_id", "team_id")
    def _compute_client_scope_id(self):
        Scope = self.env["sales.client.scope"]
        for lead in self:
            if lead.user_id or not lead.team_id:
                lead.client_scope_id = Scope._get_for_people(lead.user_id, self.env["res.users"])
            else:
                lead.client_scope_id = Scope._get_for_team(lead.team_id)

    @api.depends_context("uid")
    def _compute_commercial_partner_id(self):
        reached = self.filtered(lambda lead: lead._is_client_reached())
        (self - reached).commercial_partner_id = False
        return super(CrmLead, reached)._compute_commercial_partner_id()

    def _is_client_reached(self):
        """A deal may be with a client of a colleague: it is worked on, and what it says of the client stays its own."""
        client = self.partner_id._origin
        return client._filtered_access("read") == client

    def action_schedule_meeting(self, smart_calendar=True):
        action = super().action_schedule_meeting(smart_calendar=smart_calendar)
        if not self._is_client_reached():  # whom one may not invite
            action["context"] |= {"default_partner_id": False, "default_partner_ids": self.env.user.partner_id.ids}
        return action

    @api.depends_context("uid")
    def _compute_potential_lead_duplicates(self):
        """Stock looks for duplicates as superuser: a restricted person is told of those that they reach."""
        if not self.env.user._is_client_restricted():
            return super()._compute_potential_lead_duplicates()
        # Of a deal with somebody else's client only the superuser can tell which other deals are with the client.
        # A new one is its author's; asked for its scope, it would make one.
        own = self.filtered(lambda lead: (not lead._origin or lead._origin.is_client_accessible)
                            and lead.sudo(False)._is_client_reached())
        res = super(CrmLead, own.sudo(False))._compute_potential_lead_duplicates()
        super(CrmLead, self - own)._compute_potential_lead_duplicates()
        for lead in self - own:
            lead.duplicate_lead_ids = lead.duplicate_lead_ids.sudo(False)._filtered_access("read")
            lead.duplicate_lead_count = len(lead.duplicate_lead_ids - lead._origin)
        return res

    def action_show_potential_duplicates(self):
        self.check_access("read")  # stock answers for any id
        return super().action_show_potential_duplicates()

    def _read_group_groupby(self, alias, groupby_spec, query):
        """Stock groups the activities of all deals there are, to tell the state of those that are grouped: the bars of
        a pipeline took longer the more colleagues there were."""
        if groupby_spec != "activity_state" or not self.env["res.users"]._is_present_user_restricted():
            return super()._read_group_groupby(alias, groupby_spec, query)
        leads = query.subselect()
        grouped = super()._read_group_groupby(alias, groupby_spec, query)
        joined = query.make_alias(self._table, "last_activity_state")  # not of alias: as stock joins it
        kind, states, condition = query._joins[joined]
        query._joins[joined] = kind, SQL(
            "(SELECT * FROM %s state WHERE state.res_id = ANY(ARRAY%s))", states, leads), condition
        return grouped

    @api.model_create_multi
    def create(self, vals_list):
        if self.env["res.users"]._is_present_user_restricted():
            for vals in vals_list:
                vals["user_id"] = vals.get("user_id") or self.env.uid
                self._check_salesperson(vals["user_id"])
        return super().create(vals_list)

    def write(self, vals):
        if "user_id" in vals and self.env["res.users"]._is_present_user_restricted():
            for lead in self:
                # A form sends what it shows: values that change nothing are not the writer's doing.
                if (vals["user_id"] or False) != lead.user_id.id:
                    lead._check_handover(vals["user_id"])
        return super().write(vals)

    @api.model
    def _check_salesperson(self, user_id):
        """A new lead is one's own, a team member's for a leader, or of whom one stands in for.

        :raise AccessError: for a salesperson out of the writer's reach
        """
        if user_id not in self.env.user._get_client_user_ids():
            self._refuse_handover()

    def _check_handover(self, user_id):
        """A salesperson keeps their leads, a leader moves them among the team; a deputy moves none.

        :raise AccessError: when the lead comes from, or goes to, somebody else
        """
        people = self.env.user._get_team_user_ids()
        if user_id not in people or self.user_id and self.user_id.id not in people:
            self._refuse_handover()

    @api.model
    def _refuse_handover(self):
        raise AccessError(self.env._(
            "Leads are given to another salesperson by a team leader or a director. Ask them to move this one."))
