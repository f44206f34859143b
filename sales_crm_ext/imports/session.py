"""One import of clients from a file, over all of its batches."""
from odoo.fields import Command

from ..tools.client_text import clean
from .matching import RowMatching
from .merge import merge_values, new_contacts
from .notes import get_new_notes, join_notes

_ALWAYS = ("phone", "phone_other", "email", "email_other")
_TOLD = ("char", "text", "many2one", "selection", "date")  # types of fields whose difference a person can judge


class ClientImport(RowMatching):
    """How rows become clients.

    A row is the client that it was last time (external ids remember), or one that certainly is the same (see
    ``client_match.compare``): such a client gets what it lacks. Other rows are new clients. What cannot be taken as it
    is is kept in the notes; everything that a person should know is a remark of the row.

    A client that the importing person may not see is never touched, and its row is not taken: the director decides.
    """

    def __init__(self, env, file_name="", first_row=1, dryrun=False):
        super().__init__(env, first_row)
        self.uid, self.file_name, self.dryrun = env.uid, file_name, dryrun
        self._titles, self._lines = [], []

    def set_source(self, titles, lines):
        """Tell what the rows look like in the file: titles of the columns and lines of cells."""
        self._titles, self._lines = titles, lines

    def get_text(self, row):
        """The whole row as a text, a line a cell."""
        cells = self._lines[row.number - self.first_row] if self._lines else ()
        return "\n".join(f"{title}: {cell}" for title, cell in zip(self._titles, cells, strict=False) if clean(cell))

    def load(self, partners, data_list, load_stock):
        """Create and update clients.

        :param load_stock: stock's ``_load_records``
        :return: the records of ``data_list`` in its order, each once, without the rows that were not taken
        """
        env = partners.env
        rows = self.settle(env, data_list)
        new = [row for row in rows if row.target in (None, "stock")]
        self._merge_rows(env, rows)
        for row in new:
            self._finish_values(env, row)
        for row, record in zip(new, load_stock([row.data for row in new]), strict=True):
            self._created[row.ref] = record.id
        self._merge_into_clients(env, rows)
        self._remember(env, rows)
        ids = [self.get_partner_id(row.ref) for row in rows]
        return partners.browse(id_ for id_ in dict.fromkeys(ids) if id_)

    # ------------------------------------------------------------
    # VALUES
    # ------------------------------------------------------------

    def _merge_rows(self, env, rows):
        """Rows that are the same client as another row of this batch add to it what it lacks."""
        batch = {row.ref: row for row in rows}
        for row in rows:
            if target := batch.get(row.target):
                updates, differences = merge_values(target.vals, row.vals, row.region)
                self._remark_differences(env, row, differences)
                target.vals.update(updates)
                target.contacts += new_contacts(target.contacts, row.contacts, row.region)
                target.kept += row.kept
                self._created[row.ref] = False

    def _finish_values(self, env, row):
        """Values for stock, of a client that is new or that the file names by its id."""
        partner_id = row.vals.get("id") or self._imported.get(row.xml_id, False)
        partner = env["res.partner"].browse(partner_id)
        contacts = new_contacts(_get_contacts(partner), row.contacts, row.region) if row.contacts else []
        if contacts:
            row.vals["child_ids"] = [*row.vals.get("child_ids", []), *map(Command.create, contacts)]
        comment = row.vals.get("comment") or partner.comment
        if notes := get_new_notes(env, row.kept, comment):
            row.vals["comment"] = join_notes(comment, notes)
        if not row.vals.get("id"):
            row.data["xml_id"] = row.xml_id

    def _merge_into_clients(self, env, rows):
        """Rows that are clients of the base add to them what they lack."""
        merged = [row for row in rows if isinstance(row.target, tuple) and row.ref not in self._created]
        partner_ids = {self.get_partner_id(row.ref) for row in merged}
        # A client may be gone: stock goes on with the next row after it took a failed one back.
        partners = env["res.partner"].browse(partner_ids - {False}).exists()._filtered_access("write")
        by_id = {partner.id: partner for partner in partners}
        for row in merged:
            if partner := by_id.get(self.get_partner_id(row.ref)):
                self._merge_into_client(env, row, partner)

    def _merge_into_client(self, env, row, partner):
        updates, differences = merge_values(_get_values(partner, row.vals), row.vals, row.region)
        if fresh := row.contacts and new_contacts(_get_contacts(partner), row.contacts, row.region):
            updates["child_ids"] = [Command.create(contact) for contact in fresh]
        if row.xml_id not in self._imported:  # otherwise the first import said it all
            self._remark_differences(env, row, differences)
            if notes := get_new_notes(env, row.kept, partner.comment):
                updates["comment"] = join_notes(partner.comment, notes)
        if updates:
            partner.write(updates)

    @staticmethod
    def _remark_differences(env, row, differences):
        for fname, value in differences:
            field = env["res.partner"]._fields[fname]
            if fname == "name":
                row.kept.append(("other_name", value))
            if field.type == "many2one":
                value = env[field.comodel_name].browse(value).display_name
            if field.type in _TOLD:
                row.remark("difference", f"{field._description_string(env)}: {value}", row.target)

    def _remember(self, env, rows):
        """Rows that were merged are found again by an external id of their own too."""
        merged = {row.xml_id: self.get_partner_id(row.ref) for row in rows if isinstance(row.target, tuple)}
        # External ids are the system's bookkeeping; the records are those that the person has just written.
        env["ir.model.data"].sudo()._update_xmlids([
            {"xml_id": xml_id, "record": env["res.partner"].browse(partner_id), "noupdate": False}
            for xml_id, partner_id in merged.items() if partner_id and xml_id not in self._imported])


def _get_values(partner, fnames):
    """Values of a client, as an import would give them."""
    def get(field):
        value = partner[field.name]
        if field.type == "many2one":
            return value.id
        return value.ids if field.relational else value

    return {fname: get(partner._fields[fname]) for fname in {*fnames, *_ALWAYS} if fname in partner._fields}


def _get_contacts(partner):
    return [{fname: child[fname] for fname in ("name", *_ALWAYS)} for child in partner.child_ids]
