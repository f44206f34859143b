from odoo import models
from odoo.exceptions import AccessError


class Base(models.AbstractModel):
    """A restricted person takes one client's documents at a time: a file about many clients is an export."""
    _inherit = "base"

    def _check_files_of_one_client(self):
        """
        :raise AccessError: when a restricted person is about to get one file about several clients
        """
        if len(self) < 2 or not self.env["res.users"]._is_present_user_restricted() \
                or self.env["ir.rule"]._get_client_domain(self._name).is_true():
            return
        if len(self._get_clients_of_files()) > 1:
            raise AccessError(self.env._(
                "A file holds the documents of one client. Choose records of one client, or ask your director."))

    def _get_clients_of_files(self):
        # Whose they are is compared only.
        partner = "commercial_partner_id" if self._name == "res.partner" else "partner_id"
        field = self._fields.get(partner)
        if not field or field.comodel_name != "res.partner":
            return self
        return self.sudo()[partner].commercial_partner_id
