import hashlib

from odoo import api, fields, models

from ..imports.notes import get_message

_KINDS = [
    ("taken", "Somebody else's client"),
    ("same_in_file", "The same client twice in the file"),
    ("same_in_base", "The client was there already"),
    ("branch", "The same INN, another KPP"),
    ("similar_phone", "Another client has this phone"),
    ("similar_email", "Another client has this e-mail"),
    ("similar_name", "Another client has this name"),
    ("difference", "Differs from what the client has"),
    ("no_name", "Client without a name"),
    ("wrong_inn", "Wrong INN"),
    ("wrong_kpp", "Wrong KPP"),
    ("wrong_ogrn", "Wrong OGRN"),
    ("wrong_email", "Not an e-mail"),
    ("odd_phone", "Not a full phone number"),
    ("phone_words", "Words in the phone"),
]
_ABOUT_CLIENTS = {"taken", "same_in_file", "same_in_base", "branch", "similar_phone", "similar_email", "similar_name"}
_MOST_SHOWN = 100  # rows of a kind in the import screen; all of them are in the list of remarks
_MOST_SHOWN_VALUES = 10


class SalesImportIssue(models.Model):
    """What a person should know about a row of an imported file. A row of this table is found again by its key when
    the same file comes again, so that a settled remark stays settled."""
    _name = "sales.import.issue"
    _description = "Import Remark"
    _order = "id desc"
    _rec_name = "client_name"

    kind = fields.Selection(_KINDS, required=True, readonly=True)
    state = fields.Selection(
        [("test", "Test"), ("open", "To Check"), ("done", "Checked")], default="open", required=True)
    user_id = fields.Many2one("res.users", "Imported By", readonly=True, index=True, ondelete="set null")
    company_id = fields.Many2one(
        "res.company", readonly=True, required=True, index=True, default=lambda self: self.env.company)
    file_name = fields.Char("File", readonly=True)
    row_number = fields.Integer("Row", readonly=True, aggregator=None)
    client_name = fields.Char("Client in the File", readonly=True)
    value = fields.Char("Value in the File", readonly=True)
    row_text = fields.Text("Whole Row", readonly=True)
    partner_id = fields.Many2one("res.partner", "Client", readonly=True, ondelete="set null", index="btree_not_null")
    other_partner_id = fields.Many2one(
        "res.partner", "Other Client", readonly=True, ondelete="set null", index="btree_not_null",
        groups="sales_team.group_sale_manager",
        help="The client that the row is, or looks like. For the director only: it may be one that the importing"
             " person does not see.")
    key = fields.Char(readonly=True)

    _key_uniq = models.UniqueIndex("(key)")

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_check(self):
        """Mark the remarks as settled."""
        self.write({"state": "done"})

    def action_reopen(self):
        """Put settled remarks back on the list."""
        self.write({"state": "open"})

    # ------------------------------------------------------------
    # RECORDING AN IMPORT
    # ------------------------------------------------------------

    @api.model
    def _record_import(self, session, result):
        """Keep the remarks of an import, and show those of a test in the answer to the import screen.

        A row about somebody else's client is the director's to see even after a test: nobody asks about the clients
        of others without a trace.
        """
        # Remarks are written by the system; people read their own, the director settles them.
        issues = self.sudo()
        issues.search([("user_id", "=", session.uid), ("state", "=", "test")]).unlink()
        is_loaded = session.dryrun or result.get("ids") is not False
        remarks = [(row, remark) for row in session.rows.values() for remark in row.remarks
                   if is_loaded or remark[0] == "taken"]
        issues._create_missing([self._prepare_issue_values(session, row, remark) for row, remark in remarks])
        if session.dryrun:
            result["messages"] = [*self._get_messages(session, remarks), *result.get("messages", [])]
        elif is_loaded and remarks:
            self._notify_importer(session, remarks)

    @api.model
    def _create_missing(self, vals_list):
        vals_by_key = {vals["key"]: vals for vals in reversed(vals_list)}
        known = set(self.search([("key", "in", list(vals_by_key))]).mapped("key"))
        self.create([vals for key, vals in reversed(vals_by_key.items()) if key not in known])

    @api.model
    def _prepare_issue_values(self, session, row, remark):
        kind, value, other = remark
        is_kept = not session.dryrun  # a test leaves no clients to refer to
        is_of_base = bool(other) and other[0] == "partner"
        parts = (session.uid, self.env.company.id, kind, value if kind not in _ABOUT_CLIENTS else "", row.xml_id)
        return {
            "kind": kind,
            "state": "test" if session.dryrun and kind != "taken" else "open",
            "user_id": session.uid,
            "company_id": self.env.company.id,
            "file_name": session.file_name,
            "row_number": row.number,
            "client_name": row.name,
            "value": value,
            "row_text": session.get_text(row),
            "partner_id": is_kept and session.get_partner_id(row.ref),
            "other_partner_id": (is_kept or is_of_base) and session.get_partner_id(other),
            "key": hashlib.sha1("|".join(map(str, parts)).encode()).hexdigest(),
        }

    # ------------------------------------------------------------
    # WORDS
    # ------------------------------------------------------------

    @api.model
    def _get_messages(self, session, remarks):
        """Messages of stock's import screen: a summary, then a line a row."""
        if not remarks:
            return []
        by_kind = {}
        for row, remark in remarks:
            by_kind.setdefault(remark[0], []).append((row, remark))
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        counts = "; ".join(f"{kinds[kind]}: {len(by_kind[kind])}" for kind in kinds if kind in by_kind)
        summary = self.env._(
            "Nothing here stops the import: the rows come in as said below, up to %(most)s lines of a kind are shown."
            " All lines: CRM, Sales, Import Remarks. %(counts)s", most=_MOST_SHOWN, counts=counts)
        messages = [{"type": "info", "message": summary, "is_remark": True}]
        for kind in filter(by_kind.get, kinds):
            most = _MOST_SHOWN if kind in _ABOUT_CLIENTS else _MOST_SHOWN_VALUES
            messages += [self._prepare_message(session, row, remark) for row, remark in by_kind[kind][:most]]
        return messages

    @api.model
    def _prepare_message(self, session, row, remark):
        kind, value, other = remark
        index = row.number - session.first_row
        text = get_message(self.env, kind, value, self._get_other_name(kind, other))
        return {
            "type": "warning",
            "message": self.env._(
                "Row %(number)s, %(client)s. %(remark)s", number=row.number, client=row.name, remark=text),
            "is_remark": True,
            "record": row.number,
            "rows": {"from": index, "to": index},
        }

    @api.model
    def _get_other_name(self, kind, other):
        if not other or kind == "taken":
            return ""
        if other[0] == "row":
            return self.env._("row %s", other[1])
        return self.env["res.partner"].browse(other[1]).display_name

    @api.model
    def _notify_importer(self, session, remarks):
        taken = sum(remark[0] == "taken" for _row, remark in remarks)
        message = self.env._("%(count)s import remarks to look at: CRM, Sales, Import Remarks.",
                             count=len(remarks))
        if taken:
            message = self.env._(
                "%(taken)s rows are not imported: these clients are taken, your director was asked. %(message)s",
                taken=taken, message=message)
        self.env.user._bus_send("simple_notification", {
            "type": "warning", "title": self.env._("Import"), "message": message, "sticky": bool(taken)})
