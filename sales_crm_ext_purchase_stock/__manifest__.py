{
    "name": "Sales CRM Extended: Purchases for Orders",
    "version": "19.0.1.0.0",
    "category": "Sales/CRM",
    "summary": "Goods are bought for an order also from a vendor who is a colleague's client",
    "author": "Sales CRM Extended contributors",
    "license": "LGPL-3",
    "depends": ["sales_crm_ext", "purchase_stock"],
    "auto_install": True,
}
