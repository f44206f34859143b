"""All rows of two databases compared, for "nothing of before was lost or changed".

Only columns that were there before count: what the addon added may come and go. Who wrote a row last, and when, may
differ.
"""
import psycopg2
from psycopg2 import sql

_LAST_WRITE = ["write_date", "write_uid"]


def connect(database):
    """A read-only connection; host and user come from PGHOST and PGUSER."""
    connection = psycopg2.connect(dbname=database)
    connection.set_session(readonly=True, autocommit=True)
    return connection


def fetch(database, query, parameters=()):
    """All rows of one query."""
    connection = connect(database)
    try:
        with connection.cursor() as cursor:
            cursor.execute(query, parameters or None)
            return cursor.fetchall()
    finally:
        connection.close()


def tables(database):
    """Names of the ordinary tables."""
    return {name for name, in fetch(
        database, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'")}


def rows(database, table):
    """Id -> row as a dictionary; rows of a table without ids are their own key."""
    found = [row for row, in fetch(database, sql.SQL("SELECT to_jsonb(row) - %s::text[] FROM {} AS row").format(
        sql.Identifier(table)), (_LAST_WRITE,))]
    return {row.get("id", tuple(sorted(row.items(), key=str))): row for row in found}


def differences(before, after, table):
    """What changed in `table` from database `before` to `after`.

    :returns: three dictionaries by row id: lost rows, new rows, changed columns as (old value, new value)
    """
    old, new = rows(before, table), rows(after, table)
    changed = {}
    for key in old.keys() & new.keys():
        columns = {name: (value, new[key].get(name)) for name, value in old[key].items() if new[key].get(name) != value}
        if columns:
            changed[key] = columns
    lost = {key: row for key, row in old.items() if key not in new}
    return lost, {key: row for key, row in new.items() if key not in old}, changed
