from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools import requisites


class ResPartner(models.Model):
    """Russian requisites. The INN is stock's ``vat``, the OGRN stock's ``company_registry``, both with their search,
    duplicate warnings and copies to contacts; only the KPP is new.

    They are checked when they or the country are written, for the company itself (contacts repeat its numbers), and
    only in the Russian form: for a client in Russia, and for one without a country when our own company is in Russia
    and the number looks Russian. Data that was wrong before stays readable and its other fields editable.
    """
    _name = "res.partner"
    _inherit = ["res.partner"]

    kpp = fields.Char(
        "KPP", help="Code of the reason for tax registration: 9 characters, one per branch of a Russian company.")
    has_russian_requisites = fields.Boolean(
        compute="_compute_has_russian_requisites", help="In Russia, or in no country while our own company is there.")

    @api.depends("country_id")
    @api.depends_context("company")
    def _compute_has_russian_requisites(self):
        for partner in self:
            country = partner.country_id or self.env.company.country_id
            partner.has_russian_requisites = country.code == "RU"

    @api.model
    def _commercial_fields(self):
        return super()._commercial_fields() + ["kpp"]

    def _get_company_registry_labels(self):
        return {**super()._get_company_registry_labels(), "RU": self.env._("OGRN")}

    @api.constrains("vat", "company_registry", "kpp", "country_id")
    def _check_requisites(self):
        for partner in self:
            if partner.commercial_partner_id == partner:
                partner._check_inn()
                partner._check_ogrn()
                partner._check_kpp()

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._compact_requisites(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._compact_requisites(vals)
        return super().write(vals)

    def _compact_requisites(self, vals):
        """Spaces and dashes of Russian numbers are taken out, so that a search and the duplicate check find them."""
        for field in ("vat", "company_registry", "kpp"):
            if vals.get(field) and self._is_russian_number(vals[field], self._get_countries_after(vals)):
                vals[field] = requisites.compact(vals[field])

    def _get_countries_after(self, vals):
        """Codes of the countries that these partners will be in once ``vals`` are written; False for none."""
        if "country_id" in vals or not self:
            return {self.env["res.country"].browse(vals.get("country_id")).code}
        return set(self.mapped(lambda partner: partner.country_id.code))

    @api.model
    def _is_russian_number(self, number, country_codes):
        if country_codes == {"RU"}:
            return number != "/"  # stock's word for "not subject to tax"
        # Without a country: our own surroundings and the look of the number tell.
        return (country_codes == {False} and self.env.company.country_id.code == "RU"
                and requisites.is_digits(number))

    def _is_to_check(self, number):
        return bool(number) and self._is_russian_number(number, {self.country_id.code})

    def _check_inn(self):
        if not self._is_to_check(self.vat) or not requisites.find_inn_error(self.vat):
            return
        zero = requisites.restore_leading_zero(self.vat, requisites.find_inn_error)
        raise ValidationError(self.env._(
            "The INN %(number)s of %(partner)s is wrong: %(reason)s. %(way_out)s",
            number=self.vat, partner=self.display_name, way_out=self._get_way_out(zero),
            reason=self._get_reason(requisites.find_inn_error(self.vat), self.env._(
                "it has 10 digits for a company and 12 for a person or sole proprietor"))))

    def _check_ogrn(self):
        if not self._is_to_check(self.company_registry) or not requisites.find_ogrn_error(self.company_registry):
            return
        raise ValidationError(self.env._(
            "The OGRN %(number)s of %(partner)s is wrong: %(reason)s. %(way_out)s",
            number=self.company_registry, partner=self.display_name, way_out=self._get_way_out(None),
            reason=self._get_reason(requisites.find_ogrn_error(self.company_registry), self.env._(
                "an OGRN has 13 digits, an OGRNIP of a sole proprietor 15"))))

    def _check_kpp(self):
        if not self._is_to_check(self.kpp) or not requisites.find_kpp_error(self.kpp):
            return
        zero = requisites.restore_leading_zero(self.kpp, requisites.find_kpp_error)
        raise ValidationError(self.env._(
            "The KPP %(number)s of %(partner)s is wrong: %(reason)s. %(way_out)s",
            number=self.kpp, partner=self.display_name, way_out=self._get_way_out(zero),
            reason=self.env._("it has 9 characters: 4 digits, 2 digits or capital Latin letters, 3 digits")))

    def _get_reason(self, error, length):
        """The sentence for an error of ``tools.requisites``; ``length`` says what length is right."""
        return {
            "characters": self.env._("it holds something besides digits"),
            "length": length,
            "first_digit": self.env._("no such number starts with this digit"),
            "checksum": self.env._("its check digit does not fit, so a digit is mistyped"),
        }[error]

    def _get_way_out(self, with_zero):
        if with_zero:
            return self.env._(
                "Compare it with the client's papers: a spreadsheet may have dropped the zero at its start (%(number)s).",
                number=with_zero)
        if self.country_id:
            return self.env._("Take it from the client's papers, or leave it empty until you have it.")
        return self.env._(
            "Take it from the client's papers, leave it empty until you have it, or set the country of a foreign"
            " client.")
