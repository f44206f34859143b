from odoo import api, models
from odoo.exceptions import AccessError
from odoo.tools import ormcache

from ..tools.client_references import get_lines, get_model_field_names, get_references, may_refer

_COPIED = "sales_crm_ext_copied_references"


class _CopiedReferences(frozenset):
    """What copied records refer to; an instance of this class in the context is no caller's own value."""


class Base(models.AbstractModel):
    """A reference is an access: a restricted person points records of any model at clients that they reach.

    Odoo reads the names behind many2one fields, and computes stored fields from them, as superuser. So what a person
    gives is checked wherever values enter a record: create, write, the values of a form that is not saved yet, defaults.
    What a record refers to already may stay, copies refer to what their originals do, and a record of one's own deal
    may be with the deal's client.
    """
    _inherit = "base"

    # Unrestricted people too (a director of another company): for models of ours, whose screens offer nothing else.
    _client_references_bind_everybody = False

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        if self._is_client_reference_checked(values, is_form=True):
            context = self.env.context
            self.browse()._check_client_references(
                {name: value for name, value in values.items() if f"default_{name}" in context}, values, is_form=True)
            self._drop_strange_defaults(values, values)
        elif self and self.env.su and self.env.user._is_client_restricted():
            # A form's record that is not saved yet, whose fields are computed as superuser.
            self.browse()._drop_strange_defaults(values, values)
        return values

    @api.model
    def _add_missing_default_values(self, values):
        """Defaults that a model adds to those of ``default_get`` above, as wizards do from the records chosen."""
        completed = super()._add_missing_default_values(values)
        defaults = {name: completed[name] for name in completed.keys() - values.keys()}
        if self._is_client_reference_checked(defaults):
            self._drop_strange_defaults(completed, defaults)
        return completed

    @api.model
    def _drop_strange_defaults(self, values, defaults):
        """A person's own default, or a computed one, may be out of reach: they start without it.

        :param values: all values of the new record, from which those of ``defaults`` go that are out of reach
        """
        for name in list(self._get_strange_references(defaults, values)):
            del values[name]

    def _get_strange_form_defaults(self, values, fields_spec):
        """Names of the fields for which a new form would get a default that is out of reach, as wizards do from the
        records chosen."""
        missing = [name for name in self._get_client_reference_names() & fields_spec.keys() if name not in values]
        if not missing or not self.env["res.users"]._is_present_user_restricted():
            return ()
        defaults = self.default_get(missing)
        return list(self._get_strange_references(defaults, {**values, **defaults}))

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self.browse()._check_client_references(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._check_client_references(vals)
        self._check_kept_ids(vals)
        return super().write(vals)

    def onchange(self, values, field_names, fields_spec):
        self._check_client_references(values, is_form=True)
        if not field_names:
            values = {**values, **dict.fromkeys(self._get_strange_form_defaults(values, fields_spec), False)}
        return super().onchange(values, field_names, fields_spec)

    def copy(self, default=None):
        if not self.env["res.users"]._is_present_user_restricted():
            return super().copy(default)
        kept = _CopiedReferences(
            pair for vals in self.with_context(active_test=False).copy_data() for pair in self._walk_references(vals))
        return super(Base, self.with_context(**{_COPIED: kept})).copy(default)

    # ------------------------------------------------------------
    # THE CHECK
    # ------------------------------------------------------------

    @api.model
    @ormcache()
    def _get_client_reference_names(self):
        return frozenset(name for name, field in self._fields.items() if may_refer(field))

    @api.model
    @ormcache()
    def _get_client_model_fields(self):
        """Fields that say which model an id is of, with the name of the field of the id."""
        return {beside: name for name in self._get_client_reference_names()
                for beside in get_model_field_names(self, self._fields[name])}

    @api.model
    def _is_client_reference_checked(self, vals, is_form=False):
        return not self.env.su and not self._get_client_reference_names().isdisjoint(vals) and (
            self._client_references_bind_everybody or self.env.user._is_client_restricted()
            or is_form and self.env.user._is_portal())

    def _check_client_references(self, vals, beside=None, is_form=False):
        """
        :param vals: values for these records (none: a new one)
        :param beside: what vouches for them, when it is more than ``vals``
        :param is_form: they are shown and not kept. What portal people keep is checked by stock: their answers in a talk
            belong to letters that they do not see.
        :raise AccessError: when ``vals`` point at something that the writer does not reach
        """
        if not self._is_client_reference_checked(vals, is_form):
            return
        for name in self._get_strange_references(vals, vals if beside is None else beside):
            if self.ids:
                self.check_access("read")  # of a stranger's record nothing is said but that
            raise AccessError(self.env._(
                '"%(field)s" names a record that you do not work with, or that is not there. Choose one of your own,'
                " or ask your director.", field=self._fields[name]._description_string(self.env)))
        for name in self._get_client_reference_names() & vals.keys():
            field = self._fields[name]
            for id_, line_vals in get_lines(field, vals[name]):
                lines = self.env[field.comodel_name].browse(id_ if isinstance(id_, int) else ())
                lines._check_client_references(line_vals, is_form=is_form)

    def _check_kept_ids(self, vals):
        """An id that stays is another record's when its model changes."""
        besides = self._get_client_model_fields()
        for beside in besides.keys() & vals.keys():
            if besides[beside] not in vals:
                for record in self:
                    record._check_client_references({besides[beside]: record[besides[beside]], beside: vals[beside]})

    def _get_strange_references(self, vals, beside):
        """Names of the fields whose values in ``vals`` point at what the present user does not reach."""
        for name in self._get_client_reference_names() & vals.keys():
            if not vals[name]:
                continue
            for model, ids in get_references(self, self._fields[name], vals[name], beside):
                strange = self._get_strange_ids(model, ids) if ids and model in self.env else ()
                if strange and not self._is_client_reference_kept(name, model, strange, beside):
                    yield name
                    break

    @api.model
    def _get_strange_ids(self, model, ids):
        Rule = self.env["ir.rule"]
        records = self.env[model].browse(ids)
        if self._client_references_bind_everybody or self.env.user._is_portal() and Rule._is_about_clients(model):
            return set(ids) - set(records.exists()._filtered_access("read")._ids)
        return set(ids) - set(Rule._filter_client_reached(records)._ids)

    def _is_client_reference_kept(self, name, model, ids, beside):
        """Whether a record may refer to what its writer does not reach: it, or the record that it is a copy of, does so
        already, or it belongs to a deal with that client."""
        copied = self.env.context.get(_COPIED)
        granted = {(model, id_) for id_ in ids if isinstance(copied, _CopiedReferences) and (model, id_) in copied}
        granted |= self._get_deal_references(beside)
        for record in self or [self]:
            present = record._get_present_references(name) if record else set()
            if any((model, id_) not in granted | present for id_ in ids):
                return False
        return True

    def _get_present_references(self, name):
        field, record = self._fields[name], self.sudo()
        value = record[name]
        if not value:
            return set()
        return {(model, id_) for model, ids in get_references(record, field, value, {}) for id_ in ids}

    def _get_deal_references(self, vals):
        """Clients of the deals, within the user's reach, that the record belongs to."""
        if self._name in ("crm.lead", "res.partner"):
            return set()
        deals = self.env["crm.lead"]
        for name, field in self._fields.items():
            if field.type == "many2one" and field.comodel_name == "crm.lead":
                value = vals.get(name) or self.env.context.get(f"default_{name}") or self.sudo()[name].ids
                deals |= deals.browse(id_ for _model, ids in get_references(self, field, value, vals) for id_ in ids) \
                    if value else deals
        deals = self.env["ir.rule"]._filter_client_reached(deals)
        # Who works on a deal sees whom it is with.
        clients = deals.sudo().partner_id
        return {("res.partner", client.id) for client in clients | clients.commercial_partner_id}

    @api.model
    def _walk_references(self, vals):
        for name in self._get_client_reference_names() & vals.keys():
            field, value = self._fields[name], vals[name]
            if not value:
                continue
            for model, ids in get_references(self.browse(), field, value, vals):
                yield from ((model, id_) for id_ in ids)
            for _id, line_vals in get_lines(field, value):
                yield from self.env[field.comodel_name]._walk_references(line_vals)
