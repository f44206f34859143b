"""The translation files hold every string of the addons, and Russian is complete."""
import re
import subprocess

import polib
import pytest
from workshop import paths

PLACEHOLDER = re.compile(r"%\(\w+\)s|%s|%%\(\w+\)s")


def read(addon, name):
    return {entry.msgid: entry for entry in polib.pofile(str(paths.ROOT / addon / "i18n" / name))}


@pytest.fixture(scope="module", params=paths.ADDONS)
def addon(request):
    return request.param


@pytest.mark.parametrize("addon", paths.CHOSEN_ADDONS)
def test_the_template_holds_every_string(addon, new_database, environment, tmp_path):
    assert compare_template(addon, new_database("addons"), environment, tmp_path / "exported.pot") == ([], [])


@pytest.mark.slow
@pytest.mark.parametrize("addon", paths.BRIDGES)
def test_the_template_of_a_bridge_holds_every_string(addon, wide_template, environment, tmp_path):
    assert compare_template(addon, wide_template, environment, tmp_path / "exported.pot") == ([], [])


def compare_template(addon, database, environment, exported):
    """Strings that the template lacks, and those that it has without need."""
    subprocess.run(["python", "-m", "odoo", "i18n", "export", "-d", database, "-l", "pot", "-o", str(exported), addon],
                   env=environment, check=True, capture_output=True)
    now = {entry.msgid for entry in polib.pofile(str(exported))}
    kept = set(read(addon, f"{addon}.pot"))
    return sorted(now - kept), sorted(kept - now)


def test_russian_is_complete(addon):
    russian, template = read(addon, "ru.po"), read(addon, f"{addon}.pot")
    assert sorted(set(template) ^ set(russian)) == []
    assert [text for text, entry in russian.items() if not entry.msgstr or entry.fuzzy] == []


def test_russian_keeps_what_is_filled_in(addon):
    wrong = {text: entry.msgstr for text, entry in read(addon, "ru.po").items()
             if sorted(set(PLACEHOLDER.findall(text))) != sorted(set(PLACEHOLDER.findall(entry.msgstr)))}
    assert wrong == {}
