from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal


class ClientPortal(CustomerPortal):
    """A page is made as superuser, with the client's address: an employee gets those about clients that they reach."""

    def _document_check_access(self, model_name, document_id, access_token=None):
        document = super()._document_check_access(model_name, document_id, access_token=access_token)
        if hasattr(document, "_check_client_page"):
            document.with_user(request.env.user)._check_client_page()
        return document
