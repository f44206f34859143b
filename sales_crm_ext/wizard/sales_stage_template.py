from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

GATE_FIELDS = (
    "is_call_required", "is_pain_required", "is_interest_required", "is_proposal_required", "is_document_required")
_SUGGESTED_GATES = {
    "needs": ["is_call_required"],
    "presentation": ["is_pain_required", "is_interest_required"],
    "objections": ["is_proposal_required"],
    "closing": ["is_call_required"],
    "payment": ["is_document_required"],
}
_WON_STEPS = ("payment", "after_sale")


class SalesStageTemplate(models.TransientModel):
    """Sets the pipeline of a team to the sales process in six or seven steps.

    Existing deals are not written: each keeps its stage, and its column stays while a deal stands in it. The team's
    earlier stages without deals are deleted, those with deals are folded and put after the process; stages shared with
    all teams stay as they are, and are no longer shown to this team. Applied again, it finds the stages it made.
    """
    _name = "sales.stage.template"
    _description = "Sales Process Template"

    team_id = fields.Many2one(
        "crm.team", "Sales Team", required=True, ondelete="cascade",
        default=lambda self: self.env["crm.team"].search([], limit=1))
    process = fields.Selection(
        [("6", "6 steps: ends with payment and delivery"), ("7", "7 steps: with after-sale")], required=True,
        default="6")
    line_ids = fields.One2many(
        "sales.stage.template.line", "template_id", compute="_compute_line_ids", store=True, readonly=False)

    @api.depends("team_id", "process")
    def _compute_line_ids(self):
        for template in self:
            template.line_ids = [Command.clear(), *(
                Command.create(template._prepare_line_values(step, sequence))
                for sequence, step in enumerate(template._get_steps(), start=1))]

    def action_apply(self):
        """Make, find and order the stages of the team, and open its pipeline.

        :raise UserError: without a step, or without a stage for won deals
        """
        self.ensure_one()
        self.check_access("write")
        if not any(line.is_won for line in self.line_ids):
            raise UserError(self.env._(
                "Mark the step in which a deal is won: without it no deal of %(team)s can be won.",
                team=self.team_id.name))
        stages = self.env["crm.stage"].concat(*(
            line._apply(sequence) for sequence, line in enumerate(self.line_ids.sorted("sequence"), start=1)))
        self._retire_stages(self._get_team_stages() - stages, len(stages))
        self.team_id.has_own_stages = True
        return self._get_pipeline_action()

    @api.model
    def _get_steps(self):
        steps = [step for step, _label in self.env["crm.stage"]._fields["process_step"].selection]
        return steps[:int(self.process or 0)]

    def _get_team_stages(self):
        return self.env["crm.stage"].search([("team_ids", "in", self.team_id.ids)])

    def _find_stage(self, step):
        return self._get_team_stages().filtered(
            lambda stage: stage.process_step == step and stage.team_ids == self.team_id)[:1]

    def _prepare_line_values(self, step, sequence):
        """What the team's stage of this step says now, else the suggestion."""
        if stage := self._find_stage(step):
            values = {field: stage[field] for field in ("name", "is_won", *GATE_FIELDS)}
        else:
            labels = dict(self.env["crm.stage"]._fields["process_step"]._description_selection(self.env))
            values = {"name": labels[step], "is_won": step in _WON_STEPS,
                      **{field: field in _SUGGESTED_GATES.get(step, ()) for field in GATE_FIELDS}}
        return {"step": step, "sequence": sequence, **values}

    def _retire_stages(self, stages, last_sequence):
        for offset, stage in enumerate(stages, start=1):
            if stage.team_ids != self.team_id:
                stage.team_ids = [Command.unlink(self.team_id.id)]
            elif self._is_used(stage):
                stage.write({"fold": True, "sequence": last_sequence + offset})
            else:
                stage.unlink()

    @api.model
    def _is_used(self, stage):
        # A lead of a company that the director does not work in keeps its stage too; only whether there is one is told.
        Lead = self.env["crm.lead"].sudo().with_context(active_test=False)
        return bool(Lead.search_count([("stage_id", "=", stage.id)], limit=1))

    def _get_pipeline_action(self):
        action = self.env["ir.actions.act_window"]._for_xml_id("crm.crm_case_form_view_salesteams_opportunity")
        action["domain"] = [("type", "=", "opportunity"), ("team_id", "=", self.team_id.id)]
        action["context"] = {
            "default_team_id": self.team_id.id, "search_default_team_id": self.team_id.id,
            "default_type": "opportunity", "default_user_id": self.env.uid}
        return action
