from odoo import api, models
from odoo.fields import Domain
from odoo.tools import escape_psql

from ..tools.client_text import clean

_OWNED_MODELS = ("res.partner", "crm.lead")


class IrFieldsConverter(models.AbstractModel):
    """In a file of clients or leads a person is named by login, e-mail or name."""
    _inherit = "ir.fields.converter"

    @api.model
    def db_id_for(self, model, field, subfield, value, savepoint):
        if subfield == ".id":
            self._check_import_id(field, value)
        is_person = subfield is None and field.comodel_name == "res.users" and model._name in _OWNED_MODELS
        if not (is_person and value and self.env.context.get("import_file")):
            return super().db_id_for(model, field, subfield, value, savepoint)
        users = self._find_import_users(value)
        if len(users) == 1:
            return users.id, []
        if not users:
            return super().db_id_for(model, field, subfield, clean(value), savepoint)
        if self._is_import_field_optional(field):
            return None, []
        raise self._format_import_error(
            ValueError,
            self.env._("Several people are called '%(value)s': %(logins)s. Write the login or the e-mail of the one in"
                       " field '%%(field)s'."),
            {"value": value, "logins": ", ".join(users.mapped("login"))},
            {"value": clean(value)[:50]})

    @api.model
    def _check_import_id(self, field, value):
        """
        :raise ValueError: the id is of a record that a restricted person does not reach; in the same words, whether it
            exists or not
        """
        try:
            id_ = int(value)  # as stock reads it: " 7" and "+7" are ids too
        except ValueError:
            return
        if id_ > 0 and self.env["res.users"]._is_present_user_restricted() \
                and self.env["base"]._get_strange_ids(field.comodel_name, [id_]):
            raise self._format_import_error(ValueError, self.env._(
                "'%%(field)s' names a record that you do not work with, or that is not there. Choose one of your own,"
                " or ask your director."))

    @api.model
    def _xmlid_to_record_id(self, xmlid, model):
        """What a restricted person does not reach has no external id for them."""
        record_id = super()._xmlid_to_record_id(xmlid, model)
        if record_id and self.env["res.users"]._is_present_user_restricted() \
                and self.env["base"]._get_strange_ids(model._name, [record_id]):
            return None
        return record_id

    @api.model
    def _find_import_users(self, value):
        """The internal user of this very login, else those of this login, e-mail or name in any case of letters."""
        cache = self.env.context.get("import_cache", {})
        name = clean(value)
        key = ("res.users", name)
        if key not in cache:
            pattern = escape_psql(name)
            users = self.env["res.users"].search(Domain("share", "=", False) & Domain.OR(
                Domain(fname, "=ilike", pattern) for fname in ("login", "email", "name")))
            cache[key] = users.filtered(lambda user: user.login == name) or users
        return cache[key]

    @api.model
    def _is_import_field_optional(self, field):
        """Whether the person chose, in the import screen, to leave such cells empty or to skip their rows."""
        path = "/".join([*self.env.context.get("parent_fields_hierarchy", []), field.name])
        return any(path in self.env.context.get(key, ()) for key in ("import_set_empty_fields", "import_skip_records"))
