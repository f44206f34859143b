"""Makes a record of any model, attached to a client, from nothing but what its fields say."""
from odoo.fields import Command, Date, Datetime

from . import marks

DEPTH = 2
SIMPLE = {"char": "seed", "text": "seed", "html": "<p>seed</p>", "integer": 1, "float": 1.0, "monetary": 1.0,
          "date": Date.to_date("2026-12-01"), "datetime": Datetime.to_datetime("2026-12-01 09:00:00")}
MODEL_FIELDS = ("res_model", "model", "related_model")  # names of char fields that tell the model of an id beside them
NOT_FILLED = {"id", "create_uid", "create_date", "write_uid", "write_date", "parent_path", "company_id", "user_id",
              "parent_id", "message_main_attachment_id"}


class Filler:
    """Fills in values with the records of one side.

    :param links: record by model name, of what was made for this side's client; grows with each record made
    """

    def __init__(self, env, side, user, links):
        self.env, self.side, self.user, self.links = env, side, user, links
        self.refusals = {}

    def make(self, model):
        """A record of the model attached to the client, or None: why not stays in `refusals`."""
        Model = self.env[model]
        for links in (set(self.links), {"res.partner"}, set()):
            try:
                with self.env.cr.savepoint():
                    record = Model.create(self.get_values(Model, links))
                    self.env.flush_all()
                    return record
            except Exception as error:
                self.env.invalidate_all()
                self.refusals[model] = f"{type(error).__name__}: {str(error).strip().splitlines()[0][:120]}" \
                    if str(error).strip() else type(error).__name__
        return None

    def make_bare(self, model):
        """A record that is about the client by model and id alone, where it may name a partner as well; or by the record
        that it belongs to alone, whose partner it shows."""
        Model = self.env[model]
        fields = Model._fields.values()
        wholes = self._get_wholes(Model)
        if not wholes and (not any(field.type == "many2one_reference" and field.store for field in fields) or not any(
                field.comodel_name == "res.partner" and field.type == "many2one" and field.store and not field.related
                for field in fields)):
            return None
        try:
            with self.env.cr.savepoint():
                record = Model.create({**self.get_values(Model), **wholes})
                self.env.flush_all()
                return record
        except Exception:
            self.env.invalidate_all()
            return None

    def _get_wholes(self, Model):
        """Of the fields through which a partner is shown and not kept, those with a record of this side."""
        names = {field.related.split(".")[0] for field in Model._fields.values()
                 if field.related and not field.store and field.comodel_name == "res.partner"}
        return {name: self.links[comodel].id for name in names
                if self._is_writable(Model._fields[name]) and (comodel := Model._fields[name].comodel_name) in self.links}

    def get_values(self, Model, links=(), depth=DEPTH):
        """Values that `create` asks for, and each reference to a model of `links`."""
        given = Model.default_get([name for name, field in Model._fields.items() if field.required])
        values = {}
        for name, field in Model._fields.items():
            if name in NOT_FILLED and not field.required or not self._is_writable(field):
                continue
            wanted = field.required and not given.get(name)
            if wanted or field.type in ("many2one", "many2many") and field.comodel_name in links:
                if (value := self._get_value(Model, field, depth)) is not None:
                    values[name] = value
        if "user_id" in Model._fields and Model._fields["user_id"].comodel_name == "res.users":
            values["user_id"] = self.user.id
        return {**values, **self._get_document(Model)}

    @staticmethod
    def _is_writable(field):
        return field.store and not field.related and (not field.compute or not field.readonly or field.required)

    def _get_value(self, Model, field, depth):
        if field.type == "selection":
            keys = field.get_values(Model.env)
            return keys[0] if keys else None
        if field.type == "many2one":
            return self._get_record(field.comodel_name, depth)
        if field.type == "many2many":
            linked = self.links.get(field.comodel_name) or self.env[field.comodel_name].search([], limit=1)
            return [Command.set(linked.ids)]
        if field.type == "reference":
            return f"res.partner,{self.links['res.partner'].id}"
        if field.type == "binary":
            return b"c2VlZA=="
        return SIMPLE.get(field.type)

    def _get_record(self, model, depth):
        if model == "res.users":
            return self.user.id
        if model in self.links:
            return self.links[model].id
        if found := self.env[model].search([], limit=1):
            return found.id
        return self.env[model].create(self.get_values(self.env[model], (), depth - 1)).id if depth else None

    def _get_document(self, Model):
        """The pair of a model's name and an id: the client's card."""
        id_field = next((name for name in ("res_id", "record_id") if name in Model._fields), None)
        if not id_field or not self._is_writable(Model._fields[id_field]):
            return {}
        values = {id_field: self.links["res.partner"].id}
        for name in MODEL_FIELDS:
            if name in Model._fields and self._is_writable(Model._fields[name]):
                values[name] = "res.partner"
        if "res_model_id" in Model._fields:
            values["res_model_id"] = self.env["ir.model"]._get_id("res.partner")
        return values


class Marker:
    """Puts a mark into every field of a record that takes one, and remembers which is where."""

    UNMARKED = {"res_model", "res_field", "model",
                "lang", "tz", "state", "res_model_name", "access_token", "mimetype", "store_fname",
                "checksum", "type", "complete_name", "display_name", "parent_path", "name_normalized", "uuid"}

    def __init__(self, env, side, book):
        self.env, self.side, self.book = env, side, book

    def mark(self, record):
        for name, field in record._fields.items():
            if name in self.UNMARKED or not field.store or field.related or field.type not in (
                    "char", "text", "html", "monetary"):
                continue
            if field.compute and field.readonly:
                continue
            self._put(record, name, field)

    def _put(self, record, name, field):
        number = len(self.book) + 1
        for value in self._get_forms(name, field, number):
            try:
                with self.env.cr.savepoint():
                    record.write({name: value})
                    self.env.flush_all()
                    record.invalidate_recordset()
                    if number in marks.find(f"{record[name]} ", self.side):
                        self.book[number] = (record._name, record.id, name)
                        return
            except Exception:
                self.env.invalidate_all()

    def _get_forms(self, name, field, number):
        if field.type == "monetary":
            return [marks.amount(self.side, number)]
        if "phone" in name or "mobile" in name or "fax" in name:
            return [marks.phone(self.side, number)]
        if "email" in name:
            return [marks.email(self.side, number)]
        text = marks.text(self.side, number)
        if "website" in name or "url" in name:
            return [f"https://{marks.LATIN[self.side]}{number:05}.example.ru"]
        return [f"<p>{text}</p>" if field.type == "html" else text, text.split()[0]]
