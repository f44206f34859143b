from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_date

from .res_users import DIRECTOR, SALESMAN

EVERYBODY, ROLE, TEAM, PERSON = range(4)  # what decides, the nearer to a person the stronger
_LONGEST_PAST = timedelta(days=366)  # for which a new quota is worked out
_WHOM = ("user_ids", "team_ids", "group_ids")
# What lets a quota hold on days on which it did not.
_HOLDING = {*_WHOM, "metric_id", "date_from", "date_to", "company_id", "active"}


class SalesQuota(models.Model):
    """How much of a metric is asked of people each full working day.

    For a person, a metric and a day one quota holds: one that names the person, else one of their team, else one of their
    role, else one for everybody who sells. Of two that are equally near, the one of the person's own company, and then the
    one that begins later. The calendar alone makes exceptions: a day of half the hours asks for half, a day off for nothing.
    """
    _name = "sales.quota"
    _description = "Quota"
    _order = "metric_id, date_from desc, id desc"

    name = fields.Char(compute="_compute_name")
    whom = fields.Char("Of Whom", compute="_compute_whom")
    metric_id = fields.Many2one("sales.metric", required=True, index=True, ondelete="cascade")
    target = fields.Float("Per Working Day", required=True, help="Of a full working day by the company's calendar.")
    # Those who left stay named, and nobody is deleted: without those it named, a quota would be everybody's.
    user_ids = fields.Many2many(
        "res.users", string="Salespeople", domain="[('share', '=', False)]", context={"active_test": False},
        ondelete="restrict")
    team_ids = fields.Many2many("crm.team", string="Sales Teams", context={"active_test": False}, ondelete="restrict")
    group_ids = fields.Many2many(
        "res.groups", string="Roles", domain=lambda self: [("id", "in", self._get_roles().ids)],
        help="Of those whose highest role in sales is this one.")
    date_from = fields.Date("From", required=True, default=fields.Date.context_today)
    date_to = fields.Date("Until", help="The last day. Left empty, until further notice.")
    company_id = fields.Many2one("res.company", index=True, help="Left empty, for the people of all companies.")
    active = fields.Boolean(default=True)

    _target_positive = models.Constraint("CHECK (target > 0)", "A quota asks for more than nothing. Archive it instead.")
    _dates_ordered = models.Constraint(
        "CHECK (date_to IS NULL OR date_to >= date_from)", "A quota's last day is not before its first one.")

    @api.depends("metric_id", "target", "whom")
    @api.depends_context("lang")
    def _compute_name(self):
        for quota in self:
            quota.name = bool(quota.metric_id) and self.env._(
                "%(metric)s: %(target)s a day, %(whom)s", metric=quota.metric_id.name, target=f"{quota.target:g}",
                whom=quota.whom)

    @api.depends("user_ids", "team_ids", "group_ids")
    @api.depends_context("lang")
    def _compute_whom(self):
        for quota in self:
            whom = [record.display_name for name in _WHOM for record in quota[name]]
            quota.whom = ", ".join(whom) or self.env._("everybody in sales")

    @api.constrains("metric_id", "user_ids", "team_ids", "group_ids", "date_from", "date_to", "company_id", "active")
    def _check_one_holds(self):
        """
        :raise ValidationError: when another quota asks the same people for the same on the same days
        """
        for quota in self.filtered("active"):
            others = self.search([
                ("id", "!=", quota.id), ("active", "=", True), ("metric_id", "=", quota.metric_id.id),
                ("company_id", "=", quota.company_id.id),
                "|", ("date_to", "=", False), ("date_to", ">=", quota.date_from),
                ("date_from", "<=", quota.date_to or fields.Date.to_date("9999-12-31"))])
            if rival := others.filtered(quota._is_as_near)[:1]:
                raise ValidationError(self.env._(
                    '"%(quota)s" and "%(rival)s" hold for the same people from %(date)s on. End one of them before the other'
                    ' begins.', quota=quota.name, rival=rival.name,
                    date=format_date(self.env, max(quota.date_from, rival.date_from))))

    def _is_as_near(self, other):
        """Whether both name one person, or one team, or one role, or nobody."""
        if any(self[name] & other[name] for name in _WHOM):
            return True
        return not any(self[name] or other[name] for name in _WHOM)

    @api.model_create_multi
    def create(self, vals_list):
        quotas = super().create(vals_list)
        quotas._work_out_days(is_past_open=True)
        return quotas

    def write(self, vals):
        res = super().write(vals)
        self._work_out_days(is_past_open=not _HOLDING.isdisjoint(vals))
        return res

    def unlink(self):
        res = super().unlink()
        self._work_out_days()
        return res

    def _work_out_days(self, is_past_open=False):
        """Today and later.

        :param is_past_open: what no day of the past had yet of what these quotas ask for, too
        """
        quotas = self.filtered("active") if is_past_open else self.browse()
        since = min(quotas.mapped("date_from"), default=None)
        # Days are written by the system alone, for whomever the quota is.
        self.env["sales.quota.day"].sudo()._work_out(since=since, metrics=quotas.metric_id)

    # ------------------------------------------------------------
    # WHICH ONE HOLDS
    # ------------------------------------------------------------

    @api.model
    def _get_roles(self):
        """The roles in sales, lowest first."""
        # Which roles there are is the same for whoever asks; the groups themselves are the administrator's to read.
        return self.env.ref(SALESMAN).sudo().privilege_id.group_ids.sorted("sequence")

    @api.model
    def _get_people(self):
        """Everybody who may have a quota: who works in sales."""
        return self.env["res.users"].with_context(active_test=True).search(
            [("all_group_ids", "in", self.env.ref(SALESMAN).id), ("share", "=", False)])

    @api.model
    def _get_holding(self, people, days, metrics=None):
        """``{(user, metric, day): quota}``, for those who have one, of all metrics or of some. To be called as superuser."""
        holding, directors, known_roles = {}, self.env.ref(DIRECTOR), self._get_roles()
        quotas = self.with_context(active_test=True).search([
            ("date_from", "<=", max(days)), "|", ("date_to", "=", False), ("date_to", ">=", min(days)),
            *([("metric_id", "in", metrics.ids)] if metrics is not None else ())])
        days_of = {quota: [day for day in days if quota.date_from <= day and (not quota.date_to or day <= quota.date_to)]
                   for quota in quotas}
        people.crm_team_member_ids.fetch(["active", "crm_team_id"])  # of all at once
        for user in people:
            teams = user.crm_team_member_ids.filtered("active").crm_team_id
            roles = (user.all_group_ids & known_roles).sorted("sequence")[-1:]
            is_seller = bool(teams) or directors not in roles
            for quota in quotas:
                rank = quota._get_rank(user, teams, roles, is_seller)
                if rank is None:
                    continue
                for day in days_of[quota]:
                    key = user, quota.metric_id, day
                    rival = holding.get(key, ((-1,), None))
                    holding[key] = max(rival, (rank, quota), key=lambda ranked: ranked[0])
        return {key: quota for key, (_rank, quota) in holding.items()}

    def _get_rank(self, user, teams, roles, is_seller):
        """How near the quota is to a person, as what sorts; None when it is not theirs."""
        if self.company_id and self.company_id != user.company_id or not self.metric_id.active:
            return None
        if user in self.user_ids:
            nearness = PERSON
        elif teams & self.team_ids:
            nearness = TEAM
        elif roles & self.group_ids:
            nearness = ROLE
        elif is_seller and not any(self[name] for name in _WHOM):
            nearness = EVERYBODY
        else:
            return None
        return nearness, bool(self.company_id), self.date_from, self.id
