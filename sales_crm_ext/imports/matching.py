"""Which client a row of a file is."""
from ..tools.client_match import BRANCH, EMAIL, NAME, PHONE, ClientIndex
from ..tools.client_text import name_key
from .candidates import find_candidates
from .row import ImportRow

CHUNK = 2000  # rows looked up at once
_SIMILAR = {BRANCH: "branch", PHONE: "similar_phone", EMAIL: "similar_email", NAME: "similar_name"}
_MOST_SIMILAR = 3  # remarks of a row about clients that look like it


class RowMatching:
    """Finds the clients of rows, over all of a file.

    ``settle`` sets the ``target`` of each row:

    * None: a new client;
    * ``("partner", id)`` or ``("row", number)``: the same client as that one, which gets what it lacks;
    * ``"stock"``: an external or database id in the file names the client, Odoo overwrites it;
    * ``"taken"``: perhaps a client that the importing person does not see, so the director decides.

    :param first_row: number, in the sheet, of the first row of data
    """

    def __init__(self, env, first_row):
        self.first_row = first_row
        self.rows = {}
        self._region = env.company.country_id.code or "RU"
        self._index, self._looked_up, self._visible = ClientIndex(), set(), {}
        self._children = {}  # {company id: {ref of a contact: key of its name}}
        self._imported = {}  # {external id of a row: id of the client that an earlier import made of it}
        self._known_here = {}  # {external id of a row: ref of the client that it became in this file}
        self._created = {}  # {ref of a row: id of its client, False once another row took it in}

    def settle(self, env, data_list):
        """Decide for each item of ``_load_records`` which client it is.

        :return: list of :class:`ImportRow`
        """
        rows = [self._read(env, data) for data in data_list]
        self._forget_from(rows)
        self._look_up_imported(env, rows)
        self._look_up(env, [row.keys for row in rows if not row.vals.get("parent_id")])
        self._look_up_children(env, rows)
        for row in rows:
            self.rows[row.number] = row
            self._settle_row(row)
        return rows

    def get_partner_id(self, ref):
        """Id of the client behind a reference, False for a row that was not taken."""
        while ref and ref[0] == "row":
            target = self.rows[ref[1]].target
            if not isinstance(target, tuple):
                return (target != "taken" and self._created.get(ref)) or False
            ref = target
        return ref[1] if ref else False

    def _read(self, env, data):
        country_id = data["values"].get("country_id")
        country = env["res.country"].browse(country_id if isinstance(country_id, int) else ())
        number = self.first_row + data["info"]["rows"]["from"]
        # A copy: stock comes again with the same data when a batch fails.
        return ImportRow(dict(data, values=dict(data["values"])), number, country.code or self._region)

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
        # Those of clients of the base too: a row that is read again is not a second one.
        remaining = {row.xml_id for row in self.rows.values()}
        self._known_here = {key: ref for key, ref in self._known_here.items() if key in remaining}
        self._children = {parent_id: {ref: name for ref, name in children.items() if ref not in forgotten}
                          for parent_id, children in self._children.items()}

    # ------------------------------------------------------------
    # WHAT THE BASE KNOWS
    # ------------------------------------------------------------

    def _look_up_imported(self, env, rows):
        # External ids are the system's bookkeeping; what is behind one is reached by the person's own rights.
        known = env["ir.model.data"].sudo()._lookup_xmlids([row.xml_id for row in rows], env["res.partner"])
        for _id, module, name, _model, partner_id, _noupdate, exists in known:
            if exists:
                self._imported[f"{module}.{name}"] = partner_id
        self._read_visible(env, self._imported.values())

    def _look_up(self, env, keys):
        fresh = [key for key in keys if key not in self._looked_up]
        self._looked_up.update(fresh)
        for start in range(0, len(fresh), CHUNK):
            found = find_candidates(env, fresh[start:start + CHUNK], self._region)
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
        if row.vals.get("id"):
            row.target = "stock"
        elif row.xml_id in self._imported:
            self._settle_imported(row, ("partner", self._imported[row.xml_id]))
        elif row.xml_id in self._known_here:
            row.target = self._known_here[row.xml_id]
            row.remark("same_in_file", other=row.target)
        elif row.vals.get("parent_id"):
            self._settle_contact(row)
        else:
            self._settle_client(row)
        if row.target != "taken":
            client = row.target if isinstance(row.target, tuple) else row.ref
            self._known_here.setdefault(row.xml_id, client)
            if not row.vals.get("parent_id"):
                self._index.add(client, row.keys)

    def _settle_imported(self, row, ref):
        """The row was there in an earlier import. Its client may be another person's by now."""
        if not self._is_visible(ref):
            row.target = "taken"
            row.remark("taken", other=ref)
        elif row.data.get("xml_id") and row.xml_id not in self._known_here:
            row.target = "stock"
        else:
            row.target = ref

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
            row.remark("same_in_file" if row.target[0] == "row" else "same_in_base", other=row.target)
        elif hidden:
            row.target = "taken"
            row.remark("taken", other=hidden[0].ref)
        else:
            for match in seen[:_MOST_SIMILAR]:
                row.remark(_SIMILAR[match.reason], other=match.ref)

    def _is_visible(self, ref):
        return ref[0] == "row" or self._visible.get(ref[1], False)
