from odoo import api, models


class SalesClientReferenceMixin(models.AbstractModel):
    """A record that points at clients: people point at those that they reach.

    Odoo reads the names behind many2one fields, and computes stored fields from them, as superuser. So what a person
    puts there is checked on every way: given values, defaults of the context and of the person's own (``ir.default``),
    and the values of a form that is not saved yet. What a record refers to already may stay.
    """
    _name = "sales.client.reference.mixin"
    _description = "Client Reference Mixin"
    # Many2one fields that lead to a client's name.
    _client_reference_fields = ()
    # Unrestricted people too (a director of another company): for models of ours, whose screens offer nothing else.
    _client_references_bind_everybody = False

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        self.browse()._check_client_references(values)
        return values

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self.browse()._check_client_references(vals)
        return super().create(vals_list)

    def write(self, vals):
        if any(vals.get(name) for name in self._client_reference_fields):
            for record in self:
                record._check_client_references(vals)
        return super().write(vals)

    def onchange(self, values, field_names, fields_spec):
        self._check_client_references(values)
        return super().onchange(values, field_names, fields_spec)

    def _check_client_references(self, vals):
        """
        :raise AccessError: when ``vals`` make this record (none: a new one) point at what the writer does not reach
        """
        if self.env.su or not (
                self._client_references_bind_everybody or self.env["res.users"]._is_present_user_restricted()):
            return
        for name in self._client_reference_fields:
            if vals.get(name) and name in self._fields:
                record = self._get_given_record(name, vals[name])
                if record != self[name]._origin:
                    record.check_access("read")

    def _get_given_record(self, name, value):
        """The record that the ORM makes of a ``value`` for a many2one field: an id, a tuple, a mapping."""
        field = self._fields[name]
        id_ = field.convert_to_cache(value, self, validate=False)
        return self.env[field.comodel_name].browse(id_ or ())._origin
