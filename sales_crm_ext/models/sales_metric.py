from ast import literal_eval
from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import ormcache


class Metric(NamedTuple):
    """What of a metric decides on a record: kept in memory, for it is asked with each call that is reported."""
    id: int
    domain: Domain
    min_talk_seconds: int


class SalesMetric(models.Model):
    """A kind of work that is counted: which records, under which condition.

    A new one is a record: it counts what happens from then on.
    Addons that bring another kind of source add it to :attr:`source`, and let its model inherit
    ``sales.action.source.mixin``.
    """
    _name = "sales.metric"
    _description = "Metric of Work"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, copy=False, help="By which reports and other addons know the metric.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    source = fields.Selection(
        [("sales.call", "Calls"), ("calendar.event", "Meetings"), ("res.partner", "Clients"),
         ("ir.attachment", "Documents"), ("crm.lead", "Deals")], "Counts", required=True)
    domain = fields.Char("Condition", default="[]", required=True, help="Which of these records are counted.")
    min_talk_seconds = fields.Integer(
        "Talk Time (s)", help="Calls with less talk do not count. One entered by hand without a talk time may count, and is"
                              " never verified by it.")

    _code_uniq = models.UniqueIndex("(code)", "There is a metric with this code. Choose another one.")

    @api.constrains("source", "domain")
    def _check_domain(self):
        for metric in self:
            try:
                metric._get_domain().validate(self.env[metric.source])
            except (ValueError, SyntaxError, TypeError) as error:
                raise ValidationError(self.env._(
                    'The condition of "%(metric)s" is no domain of the records it counts: %(error)s',
                    metric=metric.name, error=error)) from error

    def _get_domain(self):
        return Domain(literal_eval(self.domain))

    @api.model
    @ormcache("source")
    def _get_of_source(self, source):
        """The metrics, archived ones left out, that count records of a model, as :class:`Metric`."""
        # Whoever works causes figures; the metrics are the director's. What is kept holds for all, whatever context asks.
        metrics = self.sudo().with_context(active_test=True).search([("source", "=", source)])
        return tuple(Metric(metric.id, metric._get_domain(), metric.min_talk_seconds) for metric in metrics)

    @api.model_create_multi
    def create(self, vals_list):
        metrics = super().create(vals_list)
        self.env.registry.clear_cache()
        return metrics

    def write(self, vals):
        res = super().write(vals)
        self.env.registry.clear_cache()
        return res

    def unlink(self):
        res = super().unlink()
        self.env.registry.clear_cache()
        return res
