"""Mass insertion, and an environment of a database outside the server."""
from contextlib import contextmanager

import psycopg2
from psycopg2 import sql

import odoo
from odoo.modules.registry import Registry


class Bulk:
    """A cursor for mass insertion into `table`: no foreign key checks, indexes rebuilt once at the end, unless they are
    kept because few rows change."""

    def __init__(self, database, table, are_indexes_kept=False):
        self.connection, self.table = psycopg2.connect(dbname=database), table
        self.are_indexes_kept = are_indexes_kept

    def __enter__(self):
        self.cursor = self.connection.cursor()
        self.cursor.execute("SET session_replication_role = replica; SET maintenance_work_mem = '1GB'")
        self.cursor.execute("""
            SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
             WHERE indrelid = %s::regclass AND NOT indisprimary AND NOT %s""", (self.table, self.are_indexes_kept))
        self.indexes = self.cursor.fetchall()
        for name, _definition in self.indexes:
            self.cursor.execute(f"DROP INDEX {name}")
        return self.cursor

    def __exit__(self, error, *_details):
        if not error:
            for _name, definition in self.indexes:
                self.cursor.execute(definition)
            self.cursor.execute(sql.SQL("SELECT setval(pg_get_serial_sequence(%s, 'id'), max(id)) FROM {}").format(
                sql.Identifier(self.table)), (self.table,))
            self.connection.commit()
            self.connection.autocommit = True
            self.cursor.execute(f"VACUUM ANALYZE {self.table}")
        self.connection.close()


@contextmanager
def environment(database):
    """The superuser's environment, without tracking and letters; committed at the end."""
    odoo.tools.config.parse_config(["-d", database, "--log-level=warn", "--no-http"], setup_logging=True)
    context = {"tracking_disable": True, "no_reset_password": True, "mail_create_nosubscribe": True}
    with Registry(database).cursor() as cr:
        yield odoo.api.Environment(cr, odoo.SUPERUSER_ID, context)
    # PostgreSQL copies only a database that nobody is connected to.
    odoo.sql_db.close_all()
