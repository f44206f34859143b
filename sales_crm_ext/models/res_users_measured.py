from odoo import api, models
from odoo.exceptions import AccessError

from .res_users import DIRECTOR, SALESMAN

_ADMINISTRATOR = "base.group_erp_manager"
# On which day work counts, whose quotas and holidays hold, and which addresses are our own and not a client's.
_DECISIVE = ("tz", "company_id", "email")


class ResUsers(models.Model):
    """Stock lets each employee set what decides their figures, and those of others: a salesperson's are set once, and
    changed by who administrates the users."""
    _inherit = "res.users"

    def write(self, vals):
        # As the person: stock writes one's own preferences as superuser.
        self._check_figures_kept(self, vals)
        return super().write(vals)

    @api.model
    def _check_figures_kept(self, records, vals):
        """
        :raise AccessError: when a salesperson changes what decides figures
        """
        if not vals.keys() & set(_DECISIVE) or not self._is_present_user_measured():
            return
        for record in records.sudo():  # compared only
            for name in _DECISIVE:
                if name in vals and record[name] and self._differs(record, name, vals[name]):
                    raise AccessError(self.env._(
                        "%(field)s decides how your work is counted. Ask your director to have it changed.",
                        field=record._fields[name]._description_string(self.env)))

    @api.model
    def _differs(self, record, name, value):
        convert = record._fields[name].convert_to_cache
        return convert(value, record) != convert(record[name], record)

    def _is_measured(self):
        """Whether this person sells, under rules that they do not set: all-documents users too, whom no client is hidden
        from."""
        return self._has_group(SALESMAN) and not self._has_group(DIRECTOR) and not self._has_group(_ADMINISTRATOR)

    @api.model
    def _is_present_user_measured(self):
        """Whether what follows is done by such a person, and not by the system on their behalf."""
        return not self.env.su and self.env.user._is_measured()


class ResPartner(models.Model):
    _inherit = "res.partner"

    def write(self, vals):
        if vals.keys() & set(_DECISIVE):
            # Which cards are those of our companies decides, whether the person reads those companies or not.
            ours = self.filtered(lambda partner: partner == self.env.user.partner_id or partner.sudo().own_company_ids)
            self.env["res.users"]._check_figures_kept(ours, {name: vals[name] for name in vals if name != "company_id"})
        return super().write(vals)
