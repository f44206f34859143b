from odoo import fields, models
from odoo.fields import Command

from ..models.crm_stage import PROCESS_STEPS
from .sales_stage_template import GATE_FIELDS


class SalesStageTemplateLine(models.TransientModel):
    """A step of the process as the team will have it; everything but the step itself is the director's to change."""
    _name = "sales.stage.template.line"
    _description = "Sales Process Template Step"
    _order = "sequence, id"

    template_id = fields.Many2one("sales.stage.template", required=True, index=True, ondelete="cascade")
    sequence = fields.Integer(default=10)
    step = fields.Selection(PROCESS_STEPS, required=True, readonly=True)
    name = fields.Char("Stage", required=True)
    is_won = fields.Boolean("Won")
    is_call_required = fields.Boolean("Answered Call")
    is_pain_required = fields.Boolean("Pain")
    is_interest_required = fields.Boolean("Interest")
    is_proposal_required = fields.Boolean("Sent Proposal")
    is_document_required = fields.Boolean("Document")

    def _apply(self, sequence):
        """The team's stage of this step, made or changed as the line says."""
        values = {"sequence": sequence, **{field: self[field] for field in GATE_FIELDS}}
        stage = self.template_id._find_stage(self.step)
        if not stage:
            return stage.create({**values, "name": self.name, "is_won": self.is_won, "process_step": self.step,
                                 "team_ids": [Command.set(self.template_id.team_id.ids)]})
        # Only what differs: a written name loses its translations, a written "won" weighs all deals anew.
        values.update({field: self[field] for field in ("name", "is_won")})
        if changed := {field: value for field, value in values.items() if stage[field] != value}:
            stage.write(changed)
        return stage
