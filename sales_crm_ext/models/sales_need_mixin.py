from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain


class SalesNeedMixin(models.AbstractModel):
    """Something found out about a client: a line of the client's card and of the lead it was found out in.

    ``partner_id`` is always the client itself (the commercial entity), ``contact_id`` the person who told it. A line of
    a lead belongs to the lead's client too, also when the lead gets its client later.
    """
    _name = "sales.need.mixin"
    _inherit = ["sales.client.scope.mixin"]
    _description = "Client Need"
    _client_references_bind_everybody = True

    partner_id = fields.Many2one(
        "res.partner", "Client", compute="_compute_partner_id", store=True, readonly=False, precompute=True,
        index="btree_not_null", ondelete="cascade")
    contact_id = fields.Many2one(
        "res.partner", "Told By", index="btree_not_null", ondelete="set null",
        domain="[('commercial_partner_id', '=', partner_id), ('is_company', '=', False)]")
    lead_id = fields.Many2one("crm.lead", index="btree_not_null", ondelete="cascade")
    company_id = fields.Many2one(
        "res.company", compute="_compute_company_id", store=True, readonly=False, precompute=True)
    user_id = fields.Many2one("res.users", "Written By", default=lambda self: self.env.user, readonly=True)

    @api.depends("contact_id.commercial_partner_id", "lead_id.partner_id.commercial_partner_id")
    def _compute_partner_id(self):
        for need in self:
            need.partner_id = need._get_client_source().commercial_partner_id

    @api.depends("lead_id.company_id")
    def _compute_company_id(self):
        for need in self:
            need.company_id = need.lead_id.company_id or need.company_id or self.env.company

    @api.depends("partner_id.client_scope_id", "lead_id.client_scope_id")
    def _compute_client_scope_id(self):
        for need in self:
            need.client_scope_id = (need.partner_id or need.lead_id).client_scope_id

    @api.depends("lead_id.client_scope_id")
    @api.depends_context("uid")
    def _compute_is_client_accessible(self):
        """What was found out in a deal is there for who works on the deal, whosever client it is by now."""
        res = super()._compute_is_client_accessible()
        for need in self.filtered("lead_id"):
            need.is_client_accessible = need.is_client_accessible or need.lead_id.is_client_accessible
        return res

    def _search_is_client_accessible(self, operator, value):
        domain = super()._search_is_client_accessible(operator, value)
        if domain is NotImplemented or True not in value:
            return domain
        return domain | Domain("lead_id", "any!", [("is_client_accessible", "=", True)])

    @api.constrains("partner_id", "contact_id", "lead_id")
    def _check_one_client(self):
        """A contact or a lead of another client would show its name here, to people who may not know it."""
        for need in self:
            sources = need.contact_id + need.lead_id.partner_id
            if sources and sources.commercial_partner_id != need.partner_id:
                raise ValidationError(self.env._(
                    "The contact and the lead of a line belong to the client of the line. Choose them among those of"
                    " the same client."))

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [dict(vals) for vals in vals_list]  # the caller's own stay as they are
        for vals in vals_list:
            self._prepare_client_values(vals)
            self._check_author(vals)
            if self.env["res.users"]._is_present_user_restricted():
                vals["user_id"] = self.env.uid  # instead of a default that a caller gave in the context
        return super().create(vals_list)

    def write(self, vals):
        vals = dict(vals)
        self._prepare_client_values(vals)
        self._check_author(vals)
        return super().write(vals)

    def _get_client_source(self):
        """The partner whose commercial entity is the client of this line; may be empty."""
        return self.contact_id or self.lead_id.partner_id or self.partner_id

    @api.model
    def _prepare_client_values(self, vals):
        """A contact given as the client becomes the one who told it."""
        # Whether it may be named is looked at when it is written.
        partner = self.env["res.partner"].browse(vals.get("partner_id")).sudo()
        if partner and partner != partner.commercial_partner_id:
            vals.setdefault("contact_id", partner.id)
            vals["partner_id"] = partner.commercial_partner_id.id

    def _check_author(self, vals):
        """
        :raise AccessError: when a line is written in somebody else's name
        """
        author = vals.get("user_id")
        if author and author != self.env.uid and author not in self.user_id.ids:
            self.env["res.users"]._check_not_restricted(self.env._(
                "The author of a line is who wrote it. Leave the field out."))
