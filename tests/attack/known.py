"""Leaks that are not closed yet, with the reason; the list only shrinks.

A pattern matches keys `kind|route|model|method|detail` of :mod:`tests.attack.findings`. A finding that no pattern
matches fails the test, and so does a pattern that matches no finding.
"""
OPEN = {}
# Portal people have stock's own rules: no mark comes out and nothing is planted, more is not promised.
OPEN_PORTAL = {
    "existence|*": "stock's refusals, as without the addon: a portal person is told whether an id is in use",
    "question|/web/dataset/call_kw|crm.lead|load|partner_id/id": "stock's: whether an external id is in use",
    "own|*": "what is tried are the salesperson's records, which are not the portal person's",
    "file|*": "of the client whose person it is, in stock's ways",
}
OPEN_WIDE = {
    **OPEN,
    "existence||/event/init_barcode_interface|*": "an event is announced to everybody; of a hidden one its name is not told",
    # Refused in the addon's words by stock's own rules, or because an earlier try took the file: alone they are served.
    "own||project.project|activity_schedule|*": "stock lets salespeople read projects, and not write activities there",
    "own||project.project|map_tasks|*": "the id of a client where that of a project is meant",
    "own||purchase.order|action_create_invoice|*": "with files of an earlier try",
    "own||purchase.order|create_document_from_attachment|*": "with files of an earlier try",
    "own||sale.order|create_document_from_attachment|*": "with files of an earlier try",
    "own||stock.package|action_put_in_pack|*": "the id of a client where that of a package is meant",
}
