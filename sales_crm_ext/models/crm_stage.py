from odoo import fields, models

PROCESS_STEPS = [
    ("contact", "Contact"), ("needs", "Needs"), ("presentation", "Presentation"), ("objections", "Objections"),
    ("closing", "Closing"), ("payment", "Payment and Delivery"), ("after_sale", "After-Sale"),
]


class CrmStage(models.Model):
    """A stage may demand facts of the leads that enter it (see ``crm.lead``)."""
    _inherit = "crm.stage"

    is_call_required = fields.Boolean(
        "Answered Call", help="An answered call with its report since the lead entered its previous stage.")
    is_pain_required = fields.Boolean("Pain", help="At least one pain of the client, written on the lead.")
    is_interest_required = fields.Boolean("Interest", help="At least one product the client wants, on the lead.")
    is_proposal_required = fields.Boolean(
        "Sent Proposal", help="A letter to the client from a template that is marked as a proposal.")
    is_document_required = fields.Boolean("Document", help="A file on the lead other than a recording of a call.")
    process_step = fields.Selection(
        PROCESS_STEPS, readonly=True, copy=False, help="The step of the sales process template it was made from.")
