"""What the web client asks for, built from a view as its relational model builds it.

    view = View(env, "res.partner", "form")
    view.specification()                       # of web_read and web_search_read
    view.specification(with_invisible=True)    # of onchange

After `static/src/model/relational_model/utils.js` (extractFieldsFromArchInfo, getFieldsSpec), `views/fields/field.js`
(parseFieldNode) and `views/form/form_controller.js` (loadSubViews) of the addon `web`: all fields of the view, columns
that are hidden for now included, what field widgets need besides, lists and forms inside the view.
"""
from ast import literal_eval

from lxml import etree

from odoo.tools.safe_eval import safe_eval

# Widgets that read other fields of the record, or set fields of the records they show.
_ACTIVITY = ("activity_exception_decoration", "activity_exception_icon", "activity_state", "activity_summary",
             "activity_type_icon", "activity_type_id")
_NEEDED = {
    "kanban_activity": _ACTIVITY, "list_activity": _ACTIVITY, "activity_exception": ("activity_exception_icon",),
    "image": ("write_date",), "signature": ("write_date",), "statusbar_duration": ("duration_tracking",),
    "rotting_statusbar_duration": ("duration_tracking",),
}
_TAGS = {"many2many_tags", "many2many_tags_avatar", "many2many_tags_email", "many2many_avatar_user",
         "many2many_tags_avatar_popover"}
_SHOWN = {"many2many_tags_email": ("email", "name"), "many2many_binary": ("name", "mimetype")}
_X2MANY = ("one2many", "many2many")
_NEVER = ("True", "1")


class View:
    """A view as one person gets it. `nodes` are the field nodes of the view itself."""

    def __init__(self, env, model, kind, xmlid=None):
        self.env, self.model, self.kind = env, model, kind
        self.id = xmlid and env["ir.model.data"]._xmlid_to_res_id(xmlid)
        found = env[model].get_views([(self.id, kind)])
        self.models = {name: values["fields"] for name, values in found["models"].items()}
        self.arch = etree.fromstring(found["views"][kind]["arch"])
        self.active = self._activate(self.arch, model, kind)

    def specification(self, with_invisible=False):
        return _specify(self.active, with_invisible)

    def read_only(self):
        """Fields that the client never sends."""
        return {name for name, info in self.active.items() if info["readonly"]}

    def _activate(self, root, model, kind):
        """Field name -> what the client keeps of it (`related`: the same for the records that it shows)."""
        fields, active = self.models[model], {}
        for node in _own_fields(root):
            name = node.get("name")
            info = self._parse(node, fields[name], kind)
            if name in active:
                _join(active[name], info)
            else:
                active[name] = info
            for needed in _needed(node):
                # The client asks for these whether the view has them or not.
                if needed in self.env[model]._fields:
                    active.setdefault(needed, self._hidden({"type": self.env[model]._fields[needed].type}))
        return active

    def _hidden(self, field):
        return {"type": field["type"], "related": {} if field["type"] in _X2MANY else None, "context": {},
                "limit": None, "order": "", "invisible": False, "readonly": True}

    def _parse(self, node, field, kind):
        is_never = any(node.get(attribute) in _NEVER for attribute in ("invisible", "column_invisible"))
        info = {
            **self._hidden(field), "invisible": is_never, "context": _context(node.get("context") or field.get("context")),
            "readonly": node.get("readonly", str(field.get("readonly", False))) in _NEVER}
        if field["type"] in _X2MANY:
            self._parse_x2many(info, node, field, kind)
        return info

    def _parse_x2many(self, info, node, field, kind):
        model, widget = field["relation"], node.get("widget")
        if widget in _TAGS or widget in _SHOWN:
            names = ["display_name", *_SHOWN.get(widget, ())]
            color = literal_eval(node.get("options") or "{}").get("color_field")
            info["related"] = {name: self._hidden({"type": "char"}) for name in [*names, *([color] if color else [])]}
            return
        views = {child.tag: child for child in node if child.tag in ("list", "kanban", "form")}
        mode = (node.get("mode") or ("list" if "list" in views or "kanban" not in views else "kanban")).split(",")[0]
        if mode in views:
            info["related"] = self._activate(views[mode], model, mode)
            info["limit"] = int(views[mode].get("limit") or 40)
            info["order"] = views[mode].get("default_order") or ""
            if "form" in views:
                for name, inner in self._activate(views["form"], model, "form").items():
                    info["related"].setdefault(name, dict(inner, invisible=True))
        elif kind == "form" and not info["invisible"] and widget in (None, "one2many", "many2many"):
            self._load_sub_view(info, model, mode)

    def _load_sub_view(self, info, model, mode):
        """A list that the form does not hold: the client asks for it when the form opens."""
        view = View(self.env, model, mode)
        info.update(related=view.active, limit=int(view.arch.get("limit") or 40),
                    order=view.arch.get("default_order") or "")


def _own_fields(node):
    """Fields of the view itself, not those of views inside a field or of a group's header."""
    for child in node:
        if child.tag == "field":
            yield child
        elif child.tag != "groupby":
            yield from _own_fields(child)


def _needed(node):
    widget = node.get("widget")
    names = list(_NEEDED.get(widget, ()))
    if widget == "daterange":
        options = literal_eval(node.get("options") or "{}")
        names += [options[key] for key in ("start_date_field", "end_date_field") if key in options]
    return names


def _join(info, other):
    """The same field a second time in a view."""
    info["invisible"] &= other["invisible"]
    info["readonly"] &= other["readonly"]
    if other["related"]:
        for name, inner in other["related"].items():
            if name in (info["related"] or {}):
                _join(info["related"][name], inner)
            else:
                info["related"] = {**(info["related"] or {}), name: inner}
    info["limit"], info["order"] = other["limit"] or info["limit"], other["order"] or info["order"]


def _context(text):
    """As far as it needs nothing of the record; what the client cannot evaluate it leaves out."""
    try:
        return dict(text) if isinstance(text, dict) else safe_eval(text or "{}")
    except ValueError:
        return {}


def _specify(active, with_invisible):
    specification = {}
    for name, info in active.items():
        asked = specification[name] = {}
        if info["type"] in _X2MANY:
            if not with_invisible and info["invisible"]:
                continue
            asked["fields"] = _specify(info["related"], with_invisible)
            asked.update({key: info[key] for key in ("context", "limit", "order") if info[key]})
        elif info["type"] in ("many2one", "reference"):
            asked["fields"] = {} if info["invisible"] else {"display_name": {}}
            if info["context"] and not info["invisible"]:
                asked["context"] = info["context"]
    return specification
