from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..tools.client_references import get_references

_JOINING = {"parent_id", "is_company", "company_type"}  # decide which company a contact follows


class ResPartner(models.Model):
    """Whose client a partner is, and who reaches it."""
    _name = "res.partner"
    _inherit = ["res.partner", "sales.client.page.mixin"]
    _client_derived_fields = ("client_scope_id", "client_owner_id", "commercial_partner_id")
    _client_rule_fields = ("client_scope_id", "company_id", "partner_share")
    _client_scope_owner = "client_owner_id"

    client_owner_id = fields.Many2one(
        "res.users", "Client's Salesperson", compute="_compute_client_owner_id", store=True, precompute=True,
        recursive=True, index="btree_not_null",
        help="The salesperson of the company; its contacts follow it.")
    # Without a domain, which would make each new user's creation look for the clients shared with them.
    client_user_ids = fields.Many2many(
        "res.users", "res_partner_client_user_rel", "partner_id", "user_id", "Shared With", copy=False,
        help="Colleagues who work with this client too. They see the client and its contacts, not each other's deals.")
    is_visible_to_all = fields.Boolean(
        "Visible to All", help="Carriers, suppliers, own companies: every employee sees this company and its contacts.")
    is_client_owner_editable = fields.Boolean(
        compute="_compute_is_client_owner_editable", help="Whether the present user decides whose client this is.")
    own_company_ids = fields.One2many("res.company", "partner_id", groups=fields.NO_ACCESS)
    client_scope_id = fields.Many2one(recursive=True)

    # The included columns are those of the rules: pages are counted from the index alone. Of archived ones too: leads
    # are searched by the names of their clients, whether these are archived or not.
    _client_scope_name_idx = models.Index(
        "(client_scope_id, complete_name, id DESC) INCLUDE (active, company_id, partner_share)")

    @api.depends_context("uid")
    def _compute_is_client_owner_editable(self):
        self.is_client_owner_editable = not self.env.user._is_client_restricted()

    @api.depends("is_company", "parent_id.client_owner_id", "user_id")
    def _compute_client_owner_id(self):
        for partner in self:
            parent = partner._get_client_parent()
            partner.client_owner_id = parent.client_owner_id if parent else partner.user_id

    @api.depends(lambda self: self._get_client_scope_dependencies())
    def _compute_client_scope_id(self):
        Scope = self.env["sales.client.scope"]
        for partner in self:
            parent = partner._get_client_parent()
            if partner._is_colleague_or_own_company():
                partner.client_scope_id = Scope._get_for_everybody("staff")
            elif parent:
                partner.client_scope_id = parent.client_scope_id
            elif partner.is_visible_to_all:
                partner.client_scope_id = Scope._get_for_everybody("public")
            else:
                partner.client_scope_id = Scope._get_for_people(partner.user_id, partner.client_user_ids)

    @api.model
    def _get_client_scope_dependencies(self):
        """What decides who reaches a partner; its employees, too, where the addon ``hr`` is installed."""
        names = ["is_company", "parent_id.client_scope_id", "user_id", "client_user_ids", "is_visible_to_all",
                 "user_ids.group_ids", "own_company_ids", "employee_ids"]
        return [name for name in names if name.split(".")[0] in self._fields]

    @api.model_create_multi
    def create(self, vals_list):
        if self.env["res.users"]._is_present_user_restricted():
            vals_list = [self._prepare_own_client_values(vals) for vals in vals_list]
        return super().create([self._prepare_kind_values(vals) for vals in vals_list])

    def write(self, vals):
        if not self.env["res.users"]._is_present_user_restricted():
            return super().write(vals)
        for partner in self:
            partner._check_guarded_values(vals, partner.user_id.ids or [False])
        if "active" in vals:
            self.filtered(lambda partner: partner.active != bool(vals["active"]))._check_kept()
        if not vals.keys() & _JOINING:
            return super().write(vals)
        owners, name = self._keep_owners(), self[:1].name
        res = super().write(vals)
        # Who was taken over is out of the writer's reach by now, or within it only by what was written.
        if any(partner.client_owner_id != owners[partner] for partner in self.sudo()):
            self._refuse_owner_change(name)
        return res

    @api.ondelete(at_uninstall=False)
    def _unlink_except_others_clients(self):
        if self.env["res.users"]._is_present_user_restricted():
            self._check_kept()

    def _check_kept(self):
        """Who works with somebody's client (shared, as a deputy) does not archive or delete it.

        :raise AccessError: for a client that is neither the person's own nor of the teams they lead
        """
        people = self.env.user._get_team_user_ids()
        for partner in self:
            if partner.sudo().client_owner_id.id not in people:
                raise AccessError(self.env._(
                    '"%(client)s" is archived and deleted by its salesperson or a director.', client=partner.name))

    @api.model
    def _prepare_kind_values(self, vals):
        """Stock writes the kind of a new partner once more after making it, and looks for everything that depends on a
        company: it is made with it."""
        if "company_type" not in vals:
            return vals
        rest = {name: value for name, value in vals.items() if name != "company_type"}
        return {**rest, "is_company": vals["company_type"] == "company"}

    @api.model
    def _prepare_own_client_values(self, vals):
        """A restricted person's new client is theirs, or for a leader a member's of their team; a contact joins a
        company that they reach.

        :raise AccessError: when ``vals`` name another owner, a share, or a company out of reach
        """
        people = self.env.user._get_client_user_ids()
        self._check_guarded_values(vals, [False, *people])
        is_contact = vals.get("parent_id") and not vals.get("is_company") and vals.get("company_type") != "company"
        # Shares and visibility are given as well: without them a default of the person's own would come in.
        vals = dict(vals, client_user_ids=[], is_visible_to_all=False)
        if is_contact:
            self._check_not_our_own_company(vals)
            return vals
        default = self.env.context.get("default_user_id")
        return dict(vals, user_id=vals.get("user_id") or (default if default in people else self.env.uid))

    @api.model
    def _check_not_our_own_company(self, vals):
        """
        :raise AccessError: for a contact of one of our own companies, which every employee would see
        """
        parents = self.browse(id_ for _model, ids in get_references(
            self.browse(), self._fields["parent_id"], vals["parent_id"], vals) for id_ in ids)
        # Which companies are ours is no secret.
        if parents.sudo().exists().filtered("own_company_ids"):
            self._refuse_owner_change(vals.get("name"))

    def _check_guarded_values(self, vals, owner_ids):
        """Who works with a client is decided by directors.

        :raise AccessError: when ``vals`` hold an owner outside ``owner_ids``, a share, or another visibility
        """
        is_visible = vals.get("is_visible_to_all", self.is_visible_to_all)
        shares = vals.get("client_user_ids", [])  # False would take all away
        if shares or shares != [] and self.client_user_ids or bool(is_visible) != self.is_visible_to_all \
                or "user_id" in vals and vals["user_id"] not in owner_ids:
            self._refuse_owner_change(vals.get("name") or self.name)

    @api.model
    def _refuse_owner_change(self, name):
        raise AccessError(self.env._(
            'Whose client "%(client)s" is, with whom it is shared and whether all see it is set by a director. Leave'
            " it as it is, in a file leave the salesperson's cell empty, or ask your director.", client=name or ""))

    def _keep_owners(self):
        """Give contacts the salesperson of their company, whom they keep when they leave it. Returns the salesperson of
        each."""
        # The writer does not decide who works with a client: here nothing changes, and a contact without a salesperson
        # of its own would be nobody's once it leaves.
        partners = self.sudo()
        for partner in partners:
            if partner.client_owner_id and not partner.user_id:
                partner.user_id = partner.client_owner_id
        return {partner: partner.client_owner_id for partner in partners}

    @api.model
    def _get_clients_domain(self, owner_id):
        """Companies and lone persons, subsidiaries included, whose salesperson is the user ``owner_id`` (False: nobody);
        neither colleagues, those who left included, nor own companies, nor who is visible to all."""
        staff = self.env["sales.client.scope"]._get_for_everybody("staff")
        return [
            ("client_owner_id", "=", owner_id), ("is_visible_to_all", "=", False), ("client_scope_id", "!=", staff.id),
            "|", ("parent_id", "=", False), ("is_company", "=", True),
        ]

    def create_company(self):
        """The company of a member's client, which a leader makes, is the member's too."""
        self.ensure_one()
        return super(ResPartner, self.with_context(default_user_id=self.client_owner_id.id)).create_company()

    @api.depends_context("uid")
    def _compute_same_vat_partner_id(self):
        """Stock looks for duplicates as superuser: a restricted person is told of those that they reach."""
        res = super()._compute_same_vat_partner_id()
        if self.env.user._is_client_restricted():
            for partner in self:
                for name in ("same_vat_partner_id", "same_company_registry_partner_id"):
                    partner[name] = partner[name].sudo(False)._filtered_access("read")
        return res

    @api.constrains("barcode")
    def _check_barcode_unicity(self):
        """The same: whether a barcode is taken is told of partners that they reach."""
        restricted = self.env.user._is_client_restricted()
        return super(ResPartner, self.sudo(False) if restricted else self)._check_barcode_unicity()

    def signup_get_auth_param(self):
        """Stock makes invitations as superuser, for any partner that an employee names."""
        return super(ResPartner, self._filtered_access("read")).signup_get_auth_param()

    def _get_vcard_file(self):
        self.env.user._check_client_export()
        return super()._get_vcard_file()

    def _get_client_parent(self):
        """The partner that this one follows: its company for a contact, nothing for a commercial entity."""
        return self.browse() if self.is_company else self.parent_id

    def _is_colleague_or_own_company(self):
        # Archived users too: a leaver's name stays readable on what they wrote. Not users.share: it is stored, and
        # asking for it while a user is being created would store it before the user has any group.
        internal = self.env["res.groups"]._get_group_definitions().get_id("base.group_user")
        partner = self.with_context(active_test=False)
        # Employees have a work contact, with a login or without.
        return bool(self.own_company_ids) or internal in partner.user_ids.all_group_ids._ids or bool(
            "employee_ids" in self._fields and partner.employee_ids)
