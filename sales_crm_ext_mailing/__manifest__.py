{
    "name": "Sales CRM Extended: Mailings",
    "version": "19.0.1.0.0",
    "category": "Sales/CRM",
    "summary": "A salesperson's mailing goes to the clients that they work with",
    "author": "Sales CRM Extended contributors",
    "license": "LGPL-3",
    "depends": ["sales_crm_ext", "mass_mailing"],
    "auto_install": True,
}
