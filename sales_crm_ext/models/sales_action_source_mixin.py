from odoo import api, models

from .sales_action import Fact  # noqa: F401 - for the models that inherit this


class SalesActionSourceMixin(models.AbstractModel):
    """A record whose existence counts as somebody's work, under the metrics of its model.

    Models call :meth:`_settle_actions` whenever a record may begin or cease to count, and say in
    :meth:`_get_action_facts` what it counts for.
    """
    _name = "sales.action.source.mixin"
    _description = "Source of Actions"
    # Whether a fact stays with whose it was when it was done, whoever the record's salesperson becomes.
    _action_credit_stays = False

    def _settle_actions(self, is_new=False, holders=None):
        """Bring the ledger in line with what these records count for now. Nothing is done twice, however often.

        :param is_new: the records were made a moment ago, so that nothing is booked of them
        :param holders: users by record id: whose facts had to wait (see ``sales.action.hold``) and are counted now
        """
        if not self:
            return
        # The ledger is written by the system, from whatever records, whoever did the work.
        records = self.sudo()
        facts = {}
        for metric in self.env["sales.metric"]._get_of_source(self._name):
            for record in records._filter_counted().filtered_domain(metric.domain):
                facts[metric.id, record.id] = record._get_action_facts(metric)
        if holders and self._action_credit_stays:
            self._credit_holders(facts, holders)
        records.env["sales.action"]._settle(self._name, facts, () if is_new else self.ids)

    @api.model
    def _credit_holders(self, facts, holders):
        for (_metric_id, id_), found in facts.items():
            for fact in found:
                if fact.user != holders[id_]:
                    fact.user, fact.team_id = holders[id_], False

    def _filter_counted(self):
        """Those of the records that may count at all."""
        return self

    def _get_action_facts(self, metric):
        """To be defined by each model: a list of :class:`Fact`, empty when the record does not count under ``metric``, a
        :class:`~.sales_metric.Metric`. One that is nobody's is left out."""
        raise NotImplementedError

    @api.ondelete(at_uninstall=False)
    def _unlink_uncount(self):
        """What has no source is not counted."""
        if self._ids:
            # As in _settle_actions.
            self.env["sales.action"].sudo()._settle(self._name, {}, self.ids)
