from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL, ormcache

# Stock asks the document itself, each time that somebody looks at a discussion.
_ASKS_ITS_DOCUMENT = ("mail.scheduled.message",)


class IrRule(models.Model):
    """Records that tell by a model's name and an id what they are about, as the traces of a mailing do, are reached with
    that document."""
    _inherit = "ir.rule"

    @api.model
    def _get_own_client_conditions(self, model):
        conditions = super()._get_own_client_conditions(model)
        if conditions and model._name in _ASKS_ITS_DOCUMENT:
            return conditions
        return conditions + [self._make_document_domain(field) for field in self._get_document_fields(model)]

    @api.model
    def _get_document_fields(self, model):
        return [field for field in model._fields.values()
                if field.type == "many2one_reference" and field.store and model._fields[field.model_field].store]

    @api.model
    def _make_document_domain(self, field):
        """Evaluated when it is used, as all that depends on who works with whom."""
        def to_sql(model, alias, query):
            name_sql = model._field_to_sql(alias, field.model_field, query)
            id_sql = model._field_to_sql(alias, field.name, query)
            Rule = model.env["ir.rule"]
            names = Rule._get_client_model_names()
            # What is about something of this kind itself would lead round and round.
            reached = [SQL("%s = %s AND %s IN %s", name_sql, name, id_sql, Rule._get_reached_ids(name).subselect())
                       for name in names if not Rule._get_document_fields(model.env[name])]
            return SQL("(%s IS NULL OR %s NOT IN %s OR %s)", name_sql, name_sql, names, SQL(" OR ").join(reached))
        return Domain.custom(to_sql=to_sql)

    @api.model
    @ormcache()
    def _get_client_model_names(self):
        """Names of the models whose records are a client's."""
        return tuple(name for name, model in self.env.items()
                     if model._auto and not model._transient and not self._get_client_domain(name).is_true())

    @api.model
    def _get_reached_ids(self, model_name):
        """Query of what the present user reaches of a model."""
        # As the rules do it: searched as superuser, the domain decides for env.user.
        documents = self.env[model_name].sudo().with_context(active_test=False)
        return documents._search(self._get_client_domain(model_name))
