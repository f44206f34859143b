from odoo import models
from odoo.exceptions import AccessError

_ADDRESSES = ("phone", "email")


class Base(models.AbstractModel):
    """A restricted person takes one client's documents at a time: a file about many clients is an export."""
    _inherit = "base"

    def _check_files_of_one_client(self):
        """
        :raise AccessError: when a restricted person is about to get one file about several clients
        """
        if len(self) > 1 and self._is_client_file_checked() and self._count_clients_of_files() > 1:
            self._refuse_files_of_clients()

    def _check_lines_of_one_client(self):
        """The same for one record that is nobody's, as an event is, with lines of several clients.

        :raise AccessError: as above
        """
        if not self._is_client_file_checked() or self._get_client_of_file_field():
            return
        for name in self._get_client_line_fields():
            # Those that they reach: a file holds no others.
            if self[name]._count_clients_of_files() > 1:
                self._refuse_files_of_clients()

    def _is_client_file_checked(self):
        return self.env["res.users"]._is_present_user_restricted() \
            and not self.env["ir.rule"]._get_client_domain(self._name).is_true()

    def _refuse_files_of_clients(self):
        raise AccessError(self.env._(
            "A file holds the documents of one client. Choose records of one client, or ask your director."))

    def _count_clients_of_files(self):
        """Records that are with nobody, and have a phone or an e-mail of their own, count each."""
        partner = self._get_client_of_file_field()
        if not partner:
            return len(self)
        records = self.sudo()  # whose they are is compared only
        count = len(records[partner].commercial_partner_id)
        if self._fields.keys().isdisjoint(_ADDRESSES):
            return count
        return count + len(records.filtered(lambda record: not record[partner]))

    def _get_client_of_file_field(self):
        partner = "commercial_partner_id" if self._name == "res.partner" else "partner_id"
        field = self._fields.get(partner)
        return partner if field and field.comodel_name == "res.partner" else None

    def _get_client_line_fields(self):
        """Names of the fields to lines that are each of a client; followers and the like are no lines of a file."""
        for name, field in self._fields.items():
            if field.type == "one2many" and field.inverse_name:
                lines = self.env[field.comodel_name]
                if lines._fields[field.inverse_name].type == "many2one" and lines._get_client_of_file_field():
                    yield name
