from odoo import api, fields, models
from odoo.exceptions import AccessError


class SalesProposalMarkMixin(models.AbstractModel):
    """The mark of a proposal on what is sent. Odoo keeps no trace of the template of a letter, so the composer and
    the template set the mark, as superuser; nobody else does."""
    _name = "sales.proposal.mark.mixin"
    _description = "Proposal Mark"

    is_sales_proposal = fields.Boolean(
        "Proposal", readonly=True, copy=False, help="Sent from a mail template that is marked as a proposal.")

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            for vals in vals_list:
                self._check_proposal_mark_not_given(vals)
                vals["is_sales_proposal"] = False  # instead of a default that a caller gave in the context
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su:
            self._check_proposal_mark_not_given(vals)
        return super().write(vals)

    def _mark_as_proposal(self):
        # People may not mark what they send (see write()); the callers have seen the marked template.
        self.sudo().is_sales_proposal = True

    @api.model
    def _check_proposal_mark_not_given(self, vals):
        if vals.get("is_sales_proposal"):
            raise AccessError(self.env._(
                "A letter becomes a proposal when it is sent from a mail template that is marked as a proposal."))
