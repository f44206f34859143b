"""Leaks that are not closed yet, with the reason; the list only shrinks.

A pattern matches keys `kind|route|model|method|detail` of :mod:`tests.attack.findings`. A finding that no pattern
matches fails the test, and so does a pattern that matches no finding.
"""
OPEN = {
    "existence||sms.sms|send|*": "an id in the queue of text messages, which no salesperson may read",
}
OPEN_WIDE = {
    **OPEN,
    "existence||/event/init_barcode_interface|*": "an event is announced to everybody; of a hidden one its name is not told",
}
