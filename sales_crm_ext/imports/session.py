"""One import of clients from a file, over all of its batches."""
from markupsafe import Markup

from odoo.fields import Command
from odoo.tools import html2plaintext, plaintext2html

from ..tools.client_match import BRANCH, EMAIL, NAME, PHONE, ClientIndex
from ..tools.client_text import clean, name_key
from .candidates import find_candidates
from .merge import merge_values, new_contacts
from .row import ImportRow

XMLID_PREFIX = "__import__.client_"
CHUNK = 2000  # rows looked up at once
_SIMILAR = {BRANCH: "branch", PHONE: "similar_phone", EMAIL: "similar_email", NAME: "similar_name"}
_MOST_SIMILAR = 3  # remarks of a row about clients that look like it


class ClientImport:
    """How rows become clients.

    A row is the client that it was last time (by its fingerprint, kept as an external id), or one that certainly is
    the same (see ``client_match.compare``): such a client gets what it lacks. Other rows are new clients. What cannot
    be taken as it is is kept in the notes; everything that a person should know is a remark of the row.

    A client that the importing person may not see is never touched, and its row is not taken: the director decides.

    :param first_row: number, in the sheet, of the first row of data
    """

    def __init__(self, env, file_name="", first_row=1, dryrun=False):
        self.uid, self.file_name, self.first_row, self.dryrun = env.uid, file_name, first_row, dryrun
        self.rows = {}
        self._titles, self._lines = [], []
        self._index, self._looked_up, self._visible = ClientIndex(), set(), {}
        self._children = {}  # {company id: {ref of a contact: key of its name}}
        self._imported = {}  # {fingerprint or external id: id of the client that an earlier import made}
        self._fingerprints = {}  # {fingerprint: ref of the client that a row of this file became}
        self._created = {}  # {ref of a row: id of its client, False once another row took it in}

    def set_source(self, titles, lines):
        """Tell what the rows look like in the file: titles of the columns and lines of cells."""
        self._titles, self._lines = titles, lines

    def get_text(self, row):
        """The whole row as a text, a line a cell."""
        cells = self._lines[row.number - self.first_row] if self._lines else ()
        return "\n".join(f"{title}: {cell}" for title, cell in zip(self._titles, cells) if clean(cell))

    # ------------------------------------------------------------
    # LOADING
    # ------------------------------------------------------------

    def load(self, partners, data_list, load_stock):
        """Create and update clients.

        :param load_stock: stock's ``_load_records``
        :return: the records of ``data_list`` in its order, without the rows that were not taken
        """
        env = partners.env
        rows = self.settle(env, data_list)
        new = [row for row in rows if row.target in (None, "stock")]
        self._merge_rows(env, rows)
        for row in new:
            self._finish_values(env, row)
        for row, record in zip(new, load_stock([row.data for row in new])):
            self._created[row.ref] = record.id
        for row in rows:
            if isinstance(row.target, tuple):
                self._merge_into_client(env, row)
        self._remember_fingerprints(env, rows)
        ids = [self._get_record_id(row) for row in rows]
        return partners.browse(id_ for id_ in dict.fromkeys(ids) if id_)

    def settle(self, env, data_list):
        """Decide for each row which client it is. ``row.target`` becomes None (a new one), ``("partner", id)``,
        ``("row", number)``, ``"stock"`` (named by the file itself, with an id) or ``"taken"``."""
        region = env.company.country_id.code or "RU"
        rows = [self._read(env, data, region) for data in data_list]
        self._forget_from(rows)
        self._look_up_imported(env, rows)
        self._look_up([row.keys for row in rows if not row.vals.get("parent_id")], env, region)
        self._look_up_children(env, rows)
        for row in rows:
            self.rows[row.number] = row
            self._settle_row(row)
        return rows

    def _read(self, env, data, region):
        country_id = data["values"].get("country_id")
        country = env["res.country"].browse(country_id if isinstance(country_id, int) else ())
        region = country.code or region
        number = self.first_row + data["info"]["rows"]["from"]
        # A copy: stock comes again with the same data when a batch fails.
        return ImportRow(dict(data, values=dict(data["values"])), number, region)

    def _forget_from(self, rows):
        """Stock tries row by row again when a batch fails: the rows of that batch are not there."""
        first = min((row.number for row in rows), default=0)
        forgotten = {row.ref for number, row in self.rows.items() if number >= first}
        if not forgotten:
            return
        for ref in forgotten:
            del self.rows[ref[1]]
            self._index.remove(ref)
            self._created.pop(ref, None)
        self._fingerprints = {key: ref for key, ref in self._fingerprints.items() if ref not in forgotten}
        self._children = {parent_id: {ref: name for ref, name in children.items() if ref not in forgotten}
                          for parent_id, children in self._children.items()}

    # ------------------------------------------------------------
    # WHAT THE BASE KNOWS
    # ------------------------------------------------------------

    def _look_up_imported(self, env, rows):
        names = {XMLID_PREFIX + row.fingerprint: row.fingerprint for row in rows}
        names.update({row.data["xml_id"]: row.data["xml_id"] for row in rows if row.data.get("xml_id")})
        # External ids are the system's bookkeeping; what is behind one is reached by the person's own rights.
        known = env["ir.model.data"].sudo()._lookup_xmlids(list(names), env["res.partner"])
        self._imported.update({
            names[f"{module}.{name}"]: res_id for _id, module, name, _model, res_id, _noupdate, exists in known if exists})
        self._read_visible(env, self._imported.values())

    def _look_up(self, keys, env, region):
        fresh = [key for key in keys if key not in self._looked_up]
        self._looked_up.update(fresh)
        for start in range(0, len(fresh), CHUNK):
            found = find_candidates(env, fresh[start:start + CHUNK], region)
            of_this_file = set(self._created.values())  # known as rows already
            for partner_id, partner_keys in found.items():
                if partner_id not in of_this_file:
                    self._index.add(("partner", partner_id), partner_keys)
            self._read_visible(env, found)

    def _read_visible(self, env, ids):
        ids = [id_ for id_ in ids if id_ not in self._visible]
        visible = env["res.partner"].with_context(active_test=False).browse(ids)._filtered_access("read")
        self._visible.update({id_: id_ in visible._ids for id_ in ids})

    def _look_up_children(self, env, rows):
        """Contacts of the companies that rows name as theirs, by name."""
        parent_ids = {row.vals["parent_id"] for row in rows if row.vals.get("parent_id")} - self._children.keys()
        self._children.update({parent_id: {} for parent_id in parent_ids})
        for child in env["res.partner"].search([("parent_id", "in", list(parent_ids))]) if parent_ids else ():
            self._children[child.parent_id.id][("partner", child.id)] = name_key(child.name)
            self._visible[child.id] = True

    # ------------------------------------------------------------
    # WHICH CLIENT A ROW IS
    # ------------------------------------------------------------

    def _settle_row(self, row):
        if row.data.get("xml_id") or row.vals.get("id"):
            row.target = "stock"
        elif row.fingerprint in self._imported:
            self._take(row, ("partner", self._imported[row.fingerprint]))
        elif row.fingerprint in self._fingerprints:
            self._take(row, self._fingerprints[row.fingerprint])
        elif row.vals.get("parent_id"):
            self._settle_contact(row)
        else:
            self._settle_client(row)
        if row.target != "taken":
            client = row.target if isinstance(row.target, tuple) else row.ref
            self._fingerprints.setdefault(row.fingerprint, client)
            if not row.vals.get("parent_id"):
                self._index.add(client, row.keys)

    def _take(self, row, ref):
        """The row was there before: in an earlier import, or in this file."""
        row.target = ref if self._is_visible(ref) else "taken"
        if row.target == "taken":
            row.remark("taken", other=ref)
        elif row.fingerprint not in self._imported:
            row.remark("same_in_file", other=ref)

    def _settle_contact(self, row):
        siblings = self._children.setdefault(row.vals["parent_id"], {})
        row.target = next((ref for ref, name in siblings.items() if name == row.keys.name), None)
        if row.target:
            row.remark("same_in_file" if row.target[0] == "row" else "same_in_base", other=row.target)
        else:
            siblings[row.ref] = row.keys.name

    def _settle_client(self, row):
        matches = self._index.find(row.keys)
        seen = [match for match in matches if self._is_visible(match.ref)]
        # A namesake that is only perhaps the same is no reason to bother anybody with a client that they do not see.
        hidden = [match for match in matches if not self._is_visible(match.ref) and match.reason != NAME]
        if seen and seen[0].certain:
            row.target = seen[0].ref
            row.remark("same_in_file" if row.target[0] == "row" else "same_in_base", seen[0].reason, row.target)
        elif hidden:
            row.target = "taken"
            row.remark("taken", other=hidden[0].ref)
        else:
            for match in seen[:_MOST_SIMILAR]:
                row.remark(_SIMILAR[match.reason], other=match.ref)

    def _is_visible(self, ref):
        return ref[0] == "row" or self._visible.get(ref[1], False)

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
        partner_id = row.vals.get("id") or self._imported.get(row.data.get("xml_id"), False)
        partner = env["res.partner"].browse(partner_id)
        contacts = new_contacts(_get_contacts(partner), row.contacts, row.region) if row.contacts else []
        if contacts:
            row.vals["child_ids"] = [*row.vals.get("child_ids", []), *map(Command.create, contacts)]
        comment = row.vals.get("comment") or partner.comment
        if notes := self._get_notes(env, row, comment):
            row.vals["comment"] = _join_notes(comment, notes)
        if row.target is None:
            row.data["xml_id"] = XMLID_PREFIX + row.fingerprint

    def _merge_into_client(self, env, row):
        partner = env["res.partner"].browse(self._get_record_id(row)).exists()
        if not partner or row.ref in self._created or not partner.has_access("write"):
            return
        updates, differences = merge_values(_get_values(partner, row.vals), row.vals, row.region)
        if fresh := row.contacts and new_contacts(_get_contacts(partner), row.contacts, row.region):
            updates["child_ids"] = [Command.create(contact) for contact in fresh]
        if row.fingerprint not in self._imported:
            self._remark_differences(env, row, differences)
            if notes := self._get_notes(env, row, partner.comment):
                updates["comment"] = _join_notes(partner.comment, notes)
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
            if field.type in ("char", "text", "many2one", "selection", "date"):
                row.remark("difference", f"{field._description_string(env)}: {value}", row.target)

    @staticmethod
    def _get_notes(env, row, comment):
        """Sentences for the client's notes, so that what fits no field stays with the client; not those it has."""
        to_text = env["sales.import.issue"]._get_note
        known = clean(html2plaintext(comment or ""))
        notes = dict.fromkeys(to_text(kind, value) for kind, value in row.kept)
        return [note for note in notes if clean(note) not in known]

    # ------------------------------------------------------------
    # AFTERWARDS
    # ------------------------------------------------------------

    def _get_record_id(self, row):
        """Id of the row's client, False for one that was not taken."""
        ref = row.ref if row.target in (None, "stock") else row.target
        while isinstance(ref, tuple) and ref[0] == "row":
            target = self.rows[ref[1]].target
            if target is None or target == "stock":
                return self._created.get(ref) or False
            ref = target
        return ref[1] if isinstance(ref, tuple) else False

    def get_partner_id(self, ref):
        """Id of the client behind a reference of a remark."""
        if not ref:
            return False
        return ref[1] if ref[0] == "partner" else self._get_record_id(self.rows[ref[1]])

    def _remember_fingerprints(self, env, rows):
        """Rows that were merged are found again by their own fingerprint too."""
        merged = {row.fingerprint: self._get_record_id(row) for row in rows if isinstance(row.target, tuple)}
        Partner = env["res.partner"]
        # As in _look_up_imported; the records are those that the person has just written.
        env["ir.model.data"].sudo()._update_xmlids([
            {"xml_id": XMLID_PREFIX + fingerprint, "record": Partner.browse(id_), "noupdate": False}
            for fingerprint, id_ in merged.items() if id_ and fingerprint not in self._imported])


def _get_values(partner, fnames):
    """Values of a client, as an import would give them."""
    fnames = {*fnames, "phone", "phone_other", "email", "email_other"}
    return {fname: field.convert_to_write(partner[fname], partner) if field.type == "many2one"
            else partner[fname].ids if field.type in ("one2many", "many2many") else partner[fname]
            for fname in fnames if (field := partner._fields.get(fname))}


def _get_contacts(partner):
    return [{fname: child[fname] for fname in ("name", "phone", "phone_other", "email", "email_other")}
            for child in partner.child_ids]


def _join_notes(comment, notes):
    comment = comment if not comment or "<" in comment else plaintext2html(comment)
    return Markup(comment or "") + Markup("").join(Markup("<p>%s</p>") % note for note in notes)
