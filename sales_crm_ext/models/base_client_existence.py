from odoo import api, models
from odoo.exceptions import MissingError


class Base(models.AbstractModel):
    """Whether a client exists is not told: what is not there is refused like what is somebody else's (see ``ir.http``)."""
    _inherit = "base"

    def read(self, fields=None, load="_classic_read"):
        # Stock asks the database for stored fields alone: a computed one has a value also of what is not there.
        if fields and self._is_client_read_checked() and not any(map(self._is_column, fields)):
            self._check_client_metadata()
        return super().read(fields, load=load)

    @api.model
    def _is_column(self, name):
        field = self._fields.get(name)
        return bool(field and field.store and field.column_type and name != "id")

    def _is_client_read_checked(self):
        return self.env["res.users"]._is_present_user_restricted() and self.env["ir.rule"]._is_about_clients(self._name)

    def _read_format(self, fnames, load="_classic_read"):
        rows = super()._read_format(fnames, load)
        # Stock leaves out what is not there.
        if len(rows) < len(self):
            self._refuse_missing()
        return rows

    def get_metadata(self):
        self._check_client_metadata()
        return super().get_metadata()

    def get_external_id(self):
        """Stock asks nobody: the name that a client got at an import may say who it is."""
        self._check_client_metadata()
        if not self.env.su and self.env.user._is_portal() and self.env["ir.rule"]._is_about_clients(self._name):
            self.check_access("read")
        return super().get_external_id()

    def _check_client_metadata(self):
        if self._is_client_read_checked():
            self.check_access("read")
            if self.exists() != self:
                self._refuse_missing()

    def _refuse_missing(self):
        """
        :raise MissingError: for a restricted person, to whom it looks like any refusal
        """
        if self._is_client_read_checked():
            raise MissingError(self.env["ir.rule"]._get_refusal_text())
