"""What of a client is contact data: by it a client is found and reached, and it is what leavers want to take along."""

CONTACT_FIELDS = frozenset({
    "phone", "phone_sanitized", "phone_other", "phone_mobile_search",
    "email", "email_normalized", "email_formatted", "email_other",
    "street", "street2", "zip", "city", "contact_address", "contact_address_complete", "contact_address_inline",
    "partner_latitude", "partner_longitude",
    "website", "vat", "company_registry", "ref", "function", "comment", "barcode",
})
