"""Lets go of what refers to the addon's rows, so that its removal is not refused halfway."""
from odoo.tools import SQL


def release_records(env):
    """Drop the foreign keys that point to the addon's own tables.

    Odoo deletes the records of the addon's data files before it drops columns and tables; a client of a channel or a
    call with an outcome would refuse that, and Odoo would log errors and leave remains.
    """
    tables = tuple(model._table for model in env.values()
                   if model._original_module == "sales_crm_ext" and model._auto and not model._abstract)
    for statement, in env.execute_query(SQL(
            """SELECT format('ALTER TABLE %%s DROP CONSTRAINT %%I', conrelid::regclass, conname)
                 FROM pg_constraint WHERE contype = 'f' AND confrelid = ANY(
                      SELECT oid FROM pg_class WHERE relname IN %s AND relkind = 'r')""", tables)):
        env.cr.execute(SQL(statement))
