from odoo import api, models
from odoo.fields import Domain

_PATTERN_OPERATORS = ("=like", "=ilike", "not =like", "not =ilike")
_SUBDOMAIN_OPERATORS = ("any", "not any")


class Base(models.AbstractModel):
    """A pattern that ends within an escape fails in PostgreSQL, yet only where a row matches all the rest of it; and
    PostgreSQL compares texts before it looks at who may see the row. The failure would tell strangers' phones figure by
    figure, so such patterns are completed."""
    _inherit = "base"

    @api.model
    def _search(self, domain, *args, **kwargs):
        domain = Domain(domain)
        if any(map(_is_pattern_within, domain.iter_conditions())):
            domain = domain.map_conditions(_complete_pattern)
        return super()._search(domain, *args, **kwargs)


def _is_pattern_within(condition):
    return condition.operator in _PATTERN_OPERATORS or condition.operator in _SUBDOMAIN_OPERATORS


def _complete_pattern(condition):
    value = condition.value
    if condition.operator in _SUBDOMAIN_OPERATORS and isinstance(value, (Domain, list, tuple)):
        value = Domain(value).map_conditions(_complete_pattern)
    elif condition.operator in _PATTERN_OPERATORS and isinstance(value, str) \
            and (len(value) - len(value.rstrip("\\"))) % 2:
        value += "\\"
    else:
        return condition
    return Domain(condition.field_expr, condition.operator, value)
