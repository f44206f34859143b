"""Everything that reads: whole tables, records by id, field by field, groups, names, forms."""
from .. import marks

TEXTS = ("char", "text", "html")
RELATIONS = ("many2one", "one2many", "many2many")
ROWS = 200  # the newest: what was seeded is among them, what stock brings is not worth opening


def run(battle):
    for model in battle.models:
        read_tables(battle, model)
    read_records(battle)


def read_tables(battle, model):
    """All that the rules let through: every field, with the names and texts behind every relation."""
    if "read" not in battle.models[model]["rights"]:
        return
    call, names = battle.attacker.call, battle.get_fields(model, may=True)
    for some in split_where_refused(lambda some: call(
            model, "search_read", [], some, detail=",".join(some)[:60], limit=ROWS, order="id desc"), names):
        battle.findings.note_refused(model, some)
    for name in names:
        field = battle.models[model]["fields"][name]
        if field["type"] in RELATIONS:
            call(model, "web_search_read", [], get_spec(battle, model, name), detail=name, limit=ROWS, order="id desc")
        if field["group"]:
            for path in (name, *get_paths_behind(battle, field, name)):
                call(model, "formatted_read_group", [], [path], ["__count"], detail=path, limit=ROWS)
    call(model, "name_search", "", [], limit=1000)
    for form in (marks.LATIN, marks.CYRILLIC, marks.PHONE):
        call(model, "name_search", form[marks.STRANGER], [], limit=1000, detail="mark")
    call(model, "default_get", names)


def get_paths_behind(battle, field, name):
    """Groups may be made by a field of the record behind a many2one."""
    if field["type"] != "many2one":
        return []
    behind = battle.models.get(field["comodel"], {"fields": {}})["fields"]
    return [f"{name}.{other}" for other in sorted(battle.get_marked().get(field["comodel"], ()))
            if other in behind and behind[other]["group"]]


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


def read_records(battle):
    """Records of the present side by their ids."""
    for model in battle.models:
        for number in range(len(battle.get_ids(model))):
            read_record(battle, model, number)


def read_record(battle, model, number):
    names = battle.get_fields(model, may=True)
    for detail, method, arguments in [
            ("", "read", []), ("", "web_read", [{name: {} for name in names}]), ("", "export_data", [names]),
            ("", "copy_data", []), ("", "get_metadata", []), ("", "get_external_id", []),
            *((name, "read", [[name]]) for name in names),
            *((name, "web_read", [get_spec(battle, model, name)]) for name in names
              if battle.models[model]["fields"][name]["type"] in RELATIONS)]:
        battle.send((model, method, detail), lambda: battle.attacker.call(
            model, method, battle.get_ids(model)[number], *arguments, detail=detail))


def get_spec(battle, model, name):
    """What a form asks of the field: behind a relation, the texts of its records."""
    field = battle.models[model]["fields"][name]
    if field["type"] not in RELATIONS or field["comodel"] not in battle.models:
        return {name: {}}
    texts = [one for one, other in battle.models[field["comodel"]]["fields"].items()
             if other["may"] and other["type"] in TEXTS]
    return {name: {"fields": {one: {} for one in ["display_name", *texts]}}}
