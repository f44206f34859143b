from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError, ValidationError


class SalesDeputy(models.Model):
    """Who works with the clients of whom, and when: for a holiday, an illness, the weeks after somebody left.

    The deputy reaches the clients, leads, calls and meetings of the person on these days, as the person does, and gives
    none of them away. Nothing is written on the clients, so there is nothing to take back afterwards. A team that the
    person leads is not passed on: that is the team's own setting.
    """
    _name = "sales.deputy"
    _description = "Deputy"
    _order = "date_from desc, id desc"
    _rec_name = "user_id"

    user_id = fields.Many2one(
        "res.users", "Salesperson", required=True, index=True, ondelete="cascade",
        domain="[('id', 'in', selectable_user_ids)]", help="Whose clients are worked with.")
    deputy_id = fields.Many2one(
        "res.users", required=True, ondelete="cascade", domain="[('id', 'in', selectable_user_ids)]",
        help="Who works with them on these days.")
    selectable_user_ids = fields.Many2many(
        "res.users", string="People to Choose From", compute="_compute_selectable_user_ids", context={"active_test": False})
    date_from = fields.Date("From", required=True, default=fields.Date.context_today)
    date_to = fields.Date("Until", help="The last day. Left empty, until further notice.")
    state = fields.Selection(
        [("planned", "Planned"), ("running", "Running"), ("over", "Over")], compute="_compute_state")

    _deputy_id_idx = models.Index("(deputy_id, date_from)")
    _dates_ordered = models.Constraint(
        "CHECK (date_to IS NULL OR date_to >= date_from)", "A deputy's last day is not before the first one.")
    _somebody_else = models.Constraint("CHECK (deputy_id <> user_id)", "A deputy is somebody else.")

    @api.depends_context("uid")
    def _compute_selectable_user_ids(self):
        """Employees, those who left included; for a leader those of the teams they lead."""
        domain = [("share", "=", False), ("id", "!=", SUPERUSER_ID)]  # the system is archived, and nobody who left
        if self.env["res.users"]._is_present_user_restricted():
            domain.append(("id", "in", sorted(self.env.user._get_team_user_ids())))
        self.selectable_user_ids = self.env["res.users"].with_context(active_test=False).search(domain)

    @api.depends("date_from", "date_to")
    def _compute_state(self):
        for deputy in self:
            today = self._get_today(deputy.deputy_id)
            if deputy.date_from and deputy.date_from > today:
                deputy.state = "planned"
            else:
                deputy.state = "over" if deputy.date_to and deputy.date_to < today else "running"

    @api.depends("user_id", "deputy_id")
    def _compute_display_name(self):
        for deputy in self:
            deputy.display_name = self.env._(
                "%(deputy)s for %(user)s", deputy=deputy.deputy_id.name, user=deputy.user_id.name)

    @api.constrains("user_id", "deputy_id")
    def _check_people(self):
        """
        :raise ValidationError: for somebody who is not an employee
        :raise AccessError: when a leader names people outside the teams they lead
        """
        for deputy in self:
            if deputy.user_id.share or deputy.deputy_id.share:
                raise ValidationError(self.env._("Only employees stand in for each other."))
        # Constraints run as superuser; what counts is who writes.
        if not self.sudo(False).env["res.users"]._is_present_user_restricted():
            return
        people = self.env.user._get_team_user_ids()
        for deputy in self:
            if not {deputy.user_id.id, deputy.deputy_id.id} <= people:
                raise AccessError(self.env._(
                    "A leader names deputies within the teams they lead. Ask your director for %(deputy)s.",
                    deputy=deputy.display_name))

    @api.model_create_multi
    def create(self, vals_list):
        deputies = super().create(vals_list)
        self.env["res.users"]._forget_client_scopes()
        return deputies

    def write(self, vals):
        res = super().write(vals)
        self.env["res.users"]._forget_client_scopes()
        return res

    def unlink(self):
        res = super().unlink()
        self.env["res.users"]._forget_client_scopes()
        return res

    @api.model
    def _get_today(self, user):
        return fields.Date.context_today(self.with_context(tz=user.tz or "UTC"))
