from odoo import api, fields, models
from odoo.fields import Domain

from ..imports.session import ClientImport


class ResPartner(models.Model):
    """Clients from a file: see ``imports/session.py`` for what a row becomes."""
    _inherit = "res.partner"

    phone_other = fields.Char("Other Phones", help="Further phones of the client, separated by commas.")
    email_other = fields.Char("Other E-mails", help="Further addresses of the client, separated by commas.")
    # Columns of a file, not facts of a client: one row holds a company and its contact.
    import_contact_name = fields.Char("Contact Name", store=False, copy=False, exportable=False)
    import_contact_function = fields.Char("Contact Position", store=False, copy=False, exportable=False)
    import_contact_phone = fields.Char("Contact Phone", store=False, copy=False, exportable=False)
    import_contact_email = fields.Char("Contact E-mail", store=False, copy=False, exportable=False)

    @api.model
    def get_import_templates(self):
        language = "ru" if (self.env.lang or "").startswith("ru") else "en"
        # Instead of stock's: of two templates nobody knows which to take.
        return [{
            "label": self.env._("Import Template for Clients"),
            "template": f"/sales_crm_ext/static/xls/clients_{language}.xlsx",
        }]

    @api.model
    def load(self, fields, data):
        if not self.env.context.get("import_file"):
            return super().load(fields, data)
        session = self.env.context.get("sales_crm_ext_import")
        is_own = not isinstance(session, ClientImport)  # a caller's own value means nothing
        if is_own:
            session = ClientImport(self.env)
        session.set_source([self._get_import_title(path) for path in fields], data)
        result = super(ResPartner, self.with_context(sales_crm_ext_import=session)).load(fields, data)
        if session.dryrun and result["nextrow"]:
            result["messages"] += self._check_import_rest(session, fields, data[result["nextrow"]:], result["nextrow"])
        if result["ids"]:
            result["ids"] = [id_ for id_ in result["ids"] if id_]
        if is_own:
            self.env["sales.import.issue"]._record_import(session, result)
        return result

    @api.model
    def _get_import_title(self, path):
        field = self._fields.get(path.split("/")[0])
        return field._description_string(self.env) if field and field.name == path else path

    def _load_records(self, data_list, update=False):
        session = self.env.context.get("sales_crm_ext_import")
        if not isinstance(session, ClientImport):
            return super()._load_records(data_list, update)
        return session.load(self, data_list, lambda data: super(ResPartner, self)._load_records(data, update))

    @api.model
    def _check_import_rest(self, session, fields, data, first):
        """A test looks at the whole file at once, while stock loads it batch by batch.

        :return: messages about people that cannot be found; the rest is in the session
        """
        names = [fname if fname in self._fields else None for fname in fields]
        rows = [{name: value for name, value in zip(names, row, strict=True) if name and name != "user_id"}
                for row in data]
        session.settle(self.env, [
            {"values": values, "info": {"rows": {"from": first + index}}}
            for index, values in enumerate(rows) if not values.get("parent_id")])
        return self._check_import_owners(fields, data, first)

    @api.model
    def _check_import_owners(self, fields, data, first):
        if "user_id" not in fields:
            return []
        column = fields.index("user_id")
        rows = {}
        for index, row in enumerate(data, first):
            rows.setdefault(row[column], index)
        extract = [({"user_id": [{None: value}]}, {"rows": {"from": index, "to": index}})
                   for value, index in rows.items() if value]
        messages = []
        with self.env.cr.savepoint() as savepoint:
            list(self._convert_records(extract, log=messages.append, savepoint=savepoint))
        return messages

    # ------------------------------------------------------------
    # CLIENTS WITHOUT A SALESPERSON
    # ------------------------------------------------------------

    @api.model
    def action_open_ownerless_clients(self):
        """List of the clients without a salesperson, or whose salesperson is archived: one can be given to many at once."""
        action = self.env["ir.actions.act_window"]._for_xml_id("sales_crm_ext.res_partner_action_ownerless")
        left = self.env["res.users"].search([("active", "=", False), ("share", "=", False)])
        return dict(action, domain=list(Domain.OR(map(self._get_clients_domain, (False, *left.ids)))))
