from odoo import fields, models


class SalesCallOutcome(models.Model):
    """What an answered call led to, and what its report must then say. The company edits both."""
    _name = "sales.call.outcome"
    _description = "Call Outcome"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    is_topic_required = fields.Boolean("Topic Required", default=True)
    is_agreement_required = fields.Boolean("Agreement Required", default=True)
    is_stop_point_required = fields.Boolean("Stop Point Required", default=True)
    is_next_step_required = fields.Boolean("Next Step Required", default=True)
    is_lost_reason_required = fields.Boolean(
        "Ends the Contact", help="The refusal reason is asked instead of a next step.")
    is_success = fields.Boolean("Success", help="Counts as a successful conversation in reports.")

    def _get_demanded_fields(self):
        """Names of the fields of ``sales.call`` that a report with this outcome must fill in."""
        demanded = [name for name in ("topic", "agreement", "stop_point") if self[f"is_{name}_required"]]
        if self.is_lost_reason_required:
            return [*demanded, "lost_reason_id"]
        return demanded + (["next_step_type_id", "next_contact_at"] if self.is_next_step_required else [])
