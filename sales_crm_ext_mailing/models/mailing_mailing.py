from odoo import api, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

_MARKS = {"favorite", "favorite_date"}  # change neither what is sent nor to whom


class MailingMailing(models.Model):
    """The scheduled job sends mailings as superuser, to all whom the writer's own domain finds: those of a restricted
    person go, and count, as if that person searched."""
    _inherit = "mailing.mailing"

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._prepare_own_values(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._prepare_own_values(vals))

    @api.model
    def _prepare_own_values(self, vals):
        """Who reaches some clients only answers for the mailings that they write."""
        if vals.keys() <= _MARKS or not self.env["res.users"]._is_present_user_restricted():
            return vals
        return dict(vals, user_id=self.env.uid)

    def _get_recipients_domain(self):
        domain = super()._get_recipients_domain()
        people = (self.user_id | self.create_uid).filtered(lambda user: user._is_client_restricted())
        return Domain.AND([domain, *(self._get_reached_domain(domain, user) for user in people)])

    def _get_reached_domain(self, domain, user):
        """Of whom a domain finds, those that the user reaches."""
        recipients = self.env[self.mailing_model_real].with_user(user)
        try:
            return Domain("id", "in", recipients._search(domain))
        except AccessError:  # nobody: they may not ask so, and the job goes on with the next mailing
            return Domain.FALSE
