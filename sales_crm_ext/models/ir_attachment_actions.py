from odoo import api, models
from odoo.exceptions import AccessError

from .sales_action_source_mixin import Fact


class IrAttachment(models.Model):
    """A contract counts for whoever adds its file to a client, a deal, a call or an order: the same file once."""
    _name = "ir.attachment"
    _inherit = ["ir.attachment", "sales.action.source.mixin"]

    @api.model_create_multi
    def create(self, vals_list):
        attachments = super().create(vals_list)
        attachments._filter_contracts()._settle_actions()
        return attachments

    def write(self, vals):
        if not vals.keys() & {"sales_document_kind", "res_model", "res_id"}:
            return super().write(vals)
        self._check_others_contracts("write")
        before = self._filter_contracts()
        res = super().write(vals)
        (before | self._filter_contracts())._settle_actions()
        return res

    def unlink(self):
        self._check_others_contracts("unlink")
        return super().unlink()

    def _check_others_contracts(self, operation):
        """
        :raise AccessError: when a restricted person takes away the contract of a colleague with whom they share the client
        """
        if not self.env["res.users"]._is_present_user_restricted():
            return
        self.check_access(operation)  # before anything is read as superuser
        people = self.env.user._get_client_user_ids()
        for file in self._filter_contracts()._filter_counted():
            if file.create_uid.id not in people:
                raise AccessError(self.env._(
                    'The contract "%(file)s" counts for who added it, and is theirs to take away. Ask %(name)s.',
                    file=file.name, name=file.create_uid.name))

    def _filter_contracts(self):
        # As superuser, here and after: a file that moves may leave its author's reach.
        return self.sudo().filtered(lambda file: file.sales_document_kind == "contract")

    def _filter_counted(self):
        return self.filtered(lambda file: file._get_client() and file.create_uid._is_internal() and not file._is_repeated())

    def _get_client(self):
        """The client or deal that the file is of, empty for other documents."""
        if not self.res_id or self.res_model not in self.env:
            return None
        record = self.env[self.res_model].browse(self.res_id).exists()
        if not record or record._name in ("res.partner", "crm.lead"):
            return record
        return record.partner_id if "partner_id" in record._fields else None

    def _is_repeated(self):
        """Whether a file of this author with this content was a contract before. A colleague's would tell what they have."""
        return bool(self.search_count([
            ("checksum", "=", self.checksum), ("sales_document_kind", "=", "contract"), ("id", "<", self.id),
            ("create_uid", "=", self.create_uid.id)], limit=1))

    def _get_action_facts(self, metric):
        client = self._get_client()
        is_lead = client._name == "crm.lead"
        partner = client.partner_id if is_lead else client
        return [Fact(self.create_uid, self.create_date, partner.id, client.id if is_lead else False, is_verified=True)]
