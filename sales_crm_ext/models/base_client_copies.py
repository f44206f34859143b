from odoo import models
from odoo.tools import ormcache

from ..tools.client_contact_data import CONTACT_FIELDS


class Base(models.AbstractModel):
    """A record of one's own may be with somebody else's client: it shows the client's name, and is silent where a field
    repeats the client's phone, e-mail or address, whatever addon the field comes from."""
    _inherit = "base"

    def _read_format(self, fnames, load="_classic_read"):
        rows = super()._read_format(fnames, load)
        if self.env.su or not self._get_client_copies() or not self.env.user._is_client_restricted():
            return rows
        copies = [(name, paths) for name, paths in self._get_client_copies() if name in fnames]
        for row in rows if copies else ():
            record = self.browse(row["id"]).sudo()  # only whose client it is
            for name, paths in copies:
                if not all(record._is_client_on_path_reached(path) for path in paths):
                    row[name] = False
        return rows

    def _is_client_on_path_reached(self, path):
        return all(client.is_client_accessible for client in self.mapped(path))

    @ormcache()
    def _get_client_copies(self):
        """Pairs of a field that repeats contact data, and the paths to the clients that it repeats.

        Models with ``is_client_accessible`` see to it themselves.
        """
        if "is_client_accessible" in self._fields:
            return ()
        found = ((name, tuple(sorted(set(self._get_copied_paths(field))))) for name, field in self._fields.items())
        return tuple((name, paths) for name, paths in found if paths)

    def _get_copied_paths(self, field):
        sources = [field.related] if field.related else self.pool.field_depends[field]
        for source in sources:
            *path, last = source.split(".")
            if path and last in CONTACT_FIELDS and self._get_path_model(path) == "res.partner":
                yield ".".join(path)

    def _get_path_model(self, path):
        model = self
        for name in path:
            field = model._fields.get(name)
            if not field or not field.comodel_name:
                return None
            model = self.env[field.comodel_name]
        return model._name
