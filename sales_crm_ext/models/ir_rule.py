from functools import partial

from odoo import api, models, tools
from odoo.exceptions import AccessError
from odoo.fields import Domain

from .sales_client_scope import NOBODYS

_CLIENTS = ("res.partner", "crm.lead")
# Reached as documents: stock asks for the document that they belong to.
DOCUMENT_PARTS = ("mail.message", "mail.activity", "ir.attachment")
# A partner there is a colleague or ourselves.
_OURS = ("res.users", "res.company")
_LOGGED = ("create_uid", "write_uid")
# Venues, and vendors of what employees use: whom nobody sells to is no client there.
_VENUES_AND_VENDORS = {"event.event": ("address_id", "organizer_id"), "lunch.supplier": ("partner_id",),
                       "maintenance.equipment": ("partner_id",)}


class IrRule(models.Model):
    """Records of any model that point at a client are reached with the client, also those of addons that bring no rule
    of their own for it.

    A restricted person reaches such a record when it names them as a user, or when all clients and deals that it points
    at are theirs; a line is reached with the record that it is part of. Models with ``is_client_accessible`` decide for
    themselves.
    """
    _inherit = "ir.rule"

    @api.model
    @tools.ormcache("self.env.uid", "self.env.su", "model_name", "mode", "tuple(self._compute_domain_context_values())")
    def _compute_domain(self, model_name, mode="read"):
        domain = super()._compute_domain(model_name, mode)
        if self.env.su or not self.env.user._is_client_restricted() \
                or "is_client_accessible" in self.env[model_name]._fields:
            return domain
        return (domain & self._get_client_domain(model_name)).optimize(self.env[model_name])

    @api.model
    @tools.ormcache("model_name")
    def _get_client_domain(self, model_name):
        """What a restricted person reaches of a model, everything when it has nothing to do with clients.

        It is evaluated when it is used: who works with whom is not part of it.
        """
        return self._make_client_domain(model_name, ())

    @api.model
    def _is_about_clients(self, model_name):
        return model_name in DOCUMENT_PARTS or not self._get_client_domain(model_name).is_true()

    @api.model
    def _make_client_domain(self, model_name, children):
        model = self.env[model_name]
        if model._abstract or model._transient or model_name in (*DOCUMENT_PARTS, *_OURS, *children):
            return Domain.TRUE
        if "is_client_accessible" in model._fields:
            return Domain("is_client_accessible", "=", True)
        wholes = [Domain(field.name, "any", domain) for field in self._get_many2one_fields(model)
                  if field.required and field.ondelete == "cascade"
                  and not (domain := self._make_client_domain(field.comodel_name, (*children, model_name))).is_true()]
        return Domain.AND(wholes) if wholes else self._make_own_client_domain(model, children)

    @api.model
    def _make_own_client_domain(self, model, children):
        conditions = self._get_own_client_conditions(model) + self._get_shown_client_conditions(model, children)
        if not conditions:
            return Domain.TRUE
        people = [Domain(name, "any", [("is_client_represented", "=", True)]) for name, field in model._fields.items()
                  if field.store and field.type in ("many2one", "many2many") and field.comodel_name == "res.users"
                  and name not in _LOGGED]
        return Domain.AND(conditions) | Domain.OR(people)

    @api.model
    def _get_own_client_conditions(self, model):
        """Of each way in which a record may be about a client, that the client is reached."""
        return [self._make_reached_client_domain(field)
                for field in self._get_many2one_fields(model) if field.comodel_name in _CLIENTS]

    @api.model
    def _get_shown_client_conditions(self, model, children):
        """Of each record whose client is shown and not kept, which Odoo reads as superuser, that it is reached. Who takes
        part in an event, or has lunch from a vendor, may be a client of one's own, whoever organizes or cooks."""
        own = Domain.OR(Domain(field.name, "!=", False)
                        for field in self._get_many2one_fields(model) if field.comodel_name in _CLIENTS)
        names = {field.related.split(".")[0] for field in model._fields.values()
                 if field.related and not field.store and field.comodel_name in _CLIENTS}
        conditions = []
        for field in self._get_many2one_fields(model):
            if field.name in names and field.comodel_name not in (*_CLIENTS, *_OURS):
                domain = self._make_client_domain(field.comodel_name, (*children, model._name))
                if not domain.is_true():
                    reached = Domain(field.name, "=", False) | Domain(field.name, "any", domain)
                    conditions.append(reached | own if field.comodel_name in _VENUES_AND_VENDORS else reached)
        return conditions

    @api.model
    def _make_reached_client_domain(self, field):
        reached = Domain(field.name, "=", False) | Domain(field.name, "any", [("is_client_accessible", "=", True)])
        if field.name in _VENUES_AND_VENDORS.get(field.model_name, ()):
            reached |= Domain(f"{field.name}.client_scope_id.key", "=", NOBODYS)
        return reached

    @api.model
    def _get_many2one_fields(self, model):
        return [field for field in model._fields.values() if field.type == "many2one" and field.store
                and field.comodel_name in self.env]

    @api.model
    def _filter_client_reached(self, records):
        """Those of the records that the present user may know of, as far as clients are concerned; none of those that
        do not exist."""
        domain = self._get_client_domain(records._name)
        if records._name in DOCUMENT_PARTS:
            return records.exists()._filtered_access("read")
        if records._name == "res.users":
            return self._filter_users_reached(records)
        if part := self._get_document_part_field(records._name):
            # Refused by the document that they belong to: which part it is, is read as superuser, whether it is read as the
            # person.
            return records.exists().filtered(lambda record: record.sudo()[part].sudo(False).has_access("read"))
        if domain.is_true():
            return records
        # As the rules do it: the records are looked at as superuser, the domain decides for env.user.
        known = records.sudo().with_context(active_test=False, prefetch_fields=False).exists().filtered_domain(domain)
        return records & known.sudo(False)

    @api.model
    @tools.ormcache("model_name")
    def _get_document_part_field(self, model_name):
        """Name of the field to the message, activity or file that a record is a line of, as a letter in the queue is."""
        model = self.env[model_name]
        if not model._auto or model._transient or "is_client_accessible" in model._fields:
            return None
        return next((field.name for field in self._get_many2one_fields(model)
                     if field.required and field.ondelete == "cascade" and field.comodel_name in DOCUMENT_PARTS), None)

    @api.model
    def _filter_users_reached(self, users):
        """Portal users are people of a client, and have its name."""
        others = users - self.env.user
        if not others:
            return users
        reached = others.sudo().with_context(active_test=False).exists().filtered(
            lambda user: user.partner_id.is_client_accessible)
        return users - others + reached.sudo(False)

    def _make_access_error(self, operation, records):
        """In debug mode stock names the records that were refused, and it hints at the company to switch to: a
        restricted person is told so of their own clients alone. Of others they are not told that they exist."""
        if self.env.user._is_client_restricted():
            # What is read to decide stays in the cache, and whoever catches the refusal may read on, as properties do.
            records = records.with_context(prefetch_fields=False)
            if self._filter_client_reached(records) != records:
                return self._make_client_refusal(records)
        return super()._make_access_error(operation, records)

    @api.model
    def _hide_refusal(self, result):
        """For parts of documents, which stock refuses in words of their own: what ``_check_access`` answers."""
        if result and self.env.user._is_client_restricted():
            return result[0], partial(self._make_client_refusal, result[0])
        return result

    @api.model
    def _make_client_refusal(self, records=None):
        if records:
            # What the rules read as superuser stands in the cache, where whoever asks again would find it.
            records.invalidate_recordset()
        refusal = AccessError(self._get_refusal_text())
        refusal.is_client_refusal = True  # not a class of its own: the web client knows errors by their names
        return refusal

    @api.model
    def _get_refusal_text(self):
        return self.env._("This record is not there, or it is not one that you work with. Ask your director.")
