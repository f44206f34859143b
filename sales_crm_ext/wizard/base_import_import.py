from odoo import models

from ..imports.headers import find_field
from ..imports.session import ClientImport


class BaseImportImport(models.TransientModel):
    """The import screen knows the columns of client bases and reports on every row."""
    _inherit = "base_import.import"

    def execute_import(self, fields, columns, options, dryrun=False):
        """Clients come in with a report by row: shown by "Test", kept as import remarks by both."""
        if self.res_model != "res.partner":
            return super().execute_import(fields, columns, options, dryrun=dryrun)
        first_row = options.get("skip", 0) + (2 if options.get("has_headers") else 1)
        session = ClientImport(self.env, self.file_name, first_row, dryrun)
        importer = self.with_context(sales_crm_ext_import=session)
        result = super(BaseImportImport, importer).execute_import(fields, columns, options, dryrun=dryrun)
        self.env["sales.import.issue"]._record_import(session, result)
        return result

    def _get_mapping_suggestion(self, header, fields_tree, header_types, mapping_fields):
        """The usual Russian column names of a client base are known, besides the labels of the fields."""
        if self.res_model == "res.partner" and header.lower() not in mapping_fields:
            known = find_field(header)
            if known and any(field["name"] == known for field in fields_tree):
                return {"field_path": [known], "distance": 0}
        return super()._get_mapping_suggestion(header, fields_tree, header_types, mapping_fields)
