"""Everything that reads: whole tables, records by id, field by field, groups, names, forms."""
from .. import marks
from ..shared import NOT_MARKED

TEXTS = ("char", "text", "html")
RELATIONS = ("many2one", "one2many", "many2many")
ROWS = 200  # the newest: what was seeded is among them, what stock brings is not worth opening


def run(battle):
    for model in battle.models:
        read_tables(battle, model)
        for id_ in battle.get_ids(model):
            read_record(battle, model, id_)


def read_tables(battle, model):
    """All that the rules let through: every field, with the names and texts behind every relation."""
    if "read" not in battle.models[model]["rights"]:
        return
    call, names = battle.anna.call, battle.get_fields(model, may=True)
    for some in split_where_refused(lambda some: call(
            model, "search_read", [], some, detail=",".join(some)[:60], limit=ROWS, order="id desc"), names):
        battle.findings.note_refused(model, some)
    for name in names:
        field = battle.models[model]["fields"][name]
        if field["type"] in RELATIONS:
            call(model, "web_search_read", [], get_spec(battle, model, name), detail=name, limit=ROWS, order="id desc")
        if field["group"]:
            call(model, "formatted_read_group", [], [name], ["__count"], detail=name, limit=ROWS)
    call(model, "name_search", "", [], limit=1000)
    for form in (marks.LATIN, marks.CYRILLIC, marks.PHONE):
        call(model, "name_search", form[marks.STRANGER], [], limit=1000, detail="mark")
    call(model, "default_get", names)


def split_where_refused(read, names):
    """Read all names at once; where that is refused, halves, down to the single field. Yields what stays refused."""
    if not read(names).error:
        return
    if len(names) < 2:
        yield names
        return
    middle = len(names) // 2
    for some in (names[:middle], names[middle:]):
        yield from split_where_refused(read, some)


def read_record(battle, model, id_):
    """One record of the stranger's by its id, and the same for an id that does not exist."""
    names = battle.get_fields(model, may=True)
    for detail, method, arguments in [
            ("", "read", []), ("", "web_read", [{name: {} for name in names}]), ("", "export_data", [names]),
            ("", "copy_data", []), ("", "get_metadata", []), ("", "get_external_id", []),
            *((name, "read", [[name]]) for name in names),
            *((name, "web_read", [get_spec(battle, model, name)]) for name in names
              if battle.models[model]["fields"][name]["type"] in RELATIONS)]:
        compare(battle, model, method, id_, arguments, detail)


def compare(battle, model, method, id_, arguments, detail):
    """Whether the answers differ for an id that exists and one that does not."""
    shapes = [battle.anna.call(model, method, [one], *arguments, detail=detail).shape(id_, battle.missing)
              for one in (id_, battle.missing)]
    if shapes[0] != shapes[1] and model not in NOT_MARKED:
        battle.findings.add("existence", "/web/dataset/call_kw", (model, method, ""), [f"{shapes[0]} {shapes[1]}"])


def get_spec(battle, model, name):
    """What a form asks of the field: behind a relation, the texts of its records."""
    field = battle.models[model]["fields"][name]
    if field["type"] not in RELATIONS or field["comodel"] not in battle.models:
        return {name: {}}
    texts = [one for one, other in battle.models[field["comodel"]]["fields"].items()
             if other["may"] and other["type"] in TEXTS]
    return {name: {"fields": {one: {} for one in ["display_name", *texts]}}}
