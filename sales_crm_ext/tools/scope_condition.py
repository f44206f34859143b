"""The one condition by which all rules ask whose a record is."""
from functools import lru_cache

from odoo.fields import Domain
from odoo.tools import SQL

_COLUMN = "client_scope_id"
# PostgreSQL estimates what each number that is written out will find: of some hundred, ten times as long as it takes to
# find it. Of more than these it is told nothing, and expects ten.
MOST_WRITTEN_OUT = 20


@lru_cache(maxsize=256)
def get_scope_domain(scope_ids):
    """Records of the scopes ``scope_ids``, a frozen set of ids.

    There is nothing left to optimize about it, which searches do a dozen times a screen; and it is the same object each
    time, so that what is asked for twice is put once.
    """
    if not scope_ids:
        return Domain.FALSE
    return Domain.custom(
        to_sql=lambda model, alias, query: get_scope_sql(model._field_to_sql(alias, _COLUMN, query), scope_ids),
        predicate=lambda record: record[_COLUMN].id in scope_ids)


def get_scope_sql(column, scope_ids):
    """The same as a condition on a column, word for word as searches put it."""
    ids = sorted(scope_ids)
    if len(ids) <= MOST_WRITTEN_OUT:
        return SQL("%s IN %s", column, tuple(ids))
    # One text: as an array each number would be a parameter of its own.
    return SQL("%s = ANY((SELECT %s::int[])::int[])", column, f"{{{','.join(map(str, ids))}}}")
