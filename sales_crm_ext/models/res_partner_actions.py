from odoo import api, models
from odoo.fields import Domain

from .sales_action_source_mixin import Fact


class ResPartner(models.Model):
    """A client counts as new for the salesperson who enters it by hand for themselves, with a way to reach it.

    A second card of a client that they have is no new client. A new one is borne out by the first conversation with it
    that is (see ``sales.call``): a card alone is quickly made. Later changes of the card, its salesperson among them, leave
    the credit where it is.
    """
    _name = "res.partner"
    _inherit = ["res.partner", "sales.action.source.mixin"]

    # Stock has no index for it.
    _sales_phone_sanitized_idx = models.Index("(phone_sanitized) WHERE phone_sanitized IS NOT NULL")

    @api.model_create_multi
    def create(self, vals_list):
        partners = super().create(vals_list)
        if not self.env.su and not self.env.context.get("import_file"):
            # Whose card it is decides on the credit, whether its author reaches it or not.
            partners.sudo().filtered(lambda partner: partner.user_id == partner.create_uid)._settle_actions(is_new=True)
        return partners

    def _filter_counted(self):
        return self.filtered(lambda partner: (
            not partner.parent_id and not partner.is_visible_to_all and (partner.phone or partner.email)
            and not partner._is_repeated()))

    def _is_repeated(self):
        """Whether whoever entered this card has an earlier one with its phone or address. A colleague's would tell whom they
        work with."""
        Partner = self.with_user(self.create_uid).with_context(active_test=False)
        same = Domain.OR(Domain(name, "=", self[name]) for name in ("phone_sanitized", "email_normalized") if self[name])
        return bool(Partner.search_count(same & Domain("id", "<", self.id), limit=1))

    def _get_action_facts(self, metric):
        return [Fact(self.create_uid, self.create_date, self.id, company_id=self.company_id.id)]
