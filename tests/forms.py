"""A form of the web client without a browser: the fields of its view, its `onchange` calls and its way to save."""
from lxml import etree

RELATIONS = ("many2one", "reference", "many2one_reference")
TO_MANY = ("one2many", "many2many")


class Form:
    """A record as a person fills it in: each field that is set asks the server what follows from it.

        form = Form(anna, "sale.order", default_partner_id=client)
        form["note"] = "Before noon"
        order_id = form.save()
    """

    def __init__(self, person, model, id_=None, **context):
        self._person, self._model, self._context, self.id = person, model, context, id_
        views = self._call("get_views", [[False, "form"]])
        self._fields = {name: found["fields"] for name, found in views["models"].items()}
        arch = etree.fromstring(views["views"]["form"]["arch"])
        self._spec, self._sent = self._get_spec(arch, model), {*_get_sent(arch, self._fields[model])}
        if id_:
            self._values, self._changed = self._call("web_read", [id_], self._spec)[0], {}
        else:
            self._values = self._call("onchange", [], {}, [], self._spec)["value"]
            self._changed = dict.fromkeys(self._values)

    def __getitem__(self, name):
        return self._get_plain(self._model, name, self._values[name])

    def __setitem__(self, name, value):
        self._values[name] = value
        answer = self._call("onchange", [self.id] if self.id else [], self._get_values(self._values), [name], self._spec)
        assert not answer.get("warning"), answer["warning"]
        self._values.update(answer["value"])
        self._changed.update(dict.fromkeys([name, *answer["value"]]))

    def save(self):
        """Id of the record."""
        values = self._get_values(name for name in self._changed if name in self._sent)
        self.id = self._call("web_save", [self.id] if self.id else [], values, self._spec)[0]["id"]
        self._changed = {}
        return self.id

    def press(self, method):
        """Save, and press the button that calls `method`. Returns its answer, mostly an action."""
        return self._call(method, [self.save()])

    def _call(self, method, *arguments):
        return self._person.call(self._model, method, *arguments, context=self._context)

    def _get_spec(self, view, model):
        spec = {}
        for node in view.xpath(".//field[not(ancestor::field)]") if view.getparent() is None else _get_inner(view):
            name, field = node.get("name"), self._fields[model].get(node.get("name"), {})
            spec[name] = {"fields": {"display_name": {}}} if field.get("type") in RELATIONS else {}
            if field.get("type") in TO_MANY:
                lines = [self._get_spec(inner, field["relation"]) for inner in node]
                spec[name] = {"fields": {name: line for found in lines for name, line in found.items()}}
        return spec

    def _get_values(self, names):
        return {name: self[name] for name in names if name in self._fields[self._model] and name != "id"}

    def _get_plain(self, model, name, value):
        """What is sent, from what has come."""
        field = self._fields.get(model, {}).get(name, {})
        if field.get("type") not in TO_MANY:
            return value["id"] if isinstance(value, dict) and "id" in value else value
        return [self._get_command(field["relation"], line) for line in value or ()]

    def _get_command(self, model, line):
        if isinstance(line, dict):
            return [4, line["id"]]
        code, id_, *values = line
        if values and isinstance(values[0], dict):
            values = [{name: self._get_plain(model, name, value) for name, value in values[0].items()}]
        return [code, id_, *values]


def _get_inner(view):
    depth = len([*view.iterancestors("field")])
    return [node for node in view.iter("field") if len([*node.iterancestors("field")]) == depth]


def _get_sent(arch, fields):
    """Names of the fields that the web client saves."""
    for node in arch.xpath(".//field[not(ancestor::field)]"):
        readonly = node.get("readonly") or str(fields[node.get("name")].get("readonly", False))
        if readonly not in ("1", "True", "true") or node.get("force_save"):
            yield node.get("name")
