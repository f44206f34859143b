"""The guides exist in both languages, and what they point to is there."""
import re

import pytest
from workshop import paths

PAGES = [*paths.ROOT.glob("*.md"), *paths.ROOT.glob("docs/**/*.md")]
LINK = re.compile(r"\]\(([^)#]+)(?:#[^)]*)?\)")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(paths.ROOT)))
def test_links_lead_somewhere(page):
    targets = [target for target in LINK.findall(page.read_text(encoding="utf-8")) if "://" not in target]
    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_each_guide_is_there_in_both_languages():
    russian, english = ({page.name for page in (paths.ROOT / "docs" / language).iterdir()} for language in ("ru", "en"))
    assert russian == english
    assert russian >= {"README.md", "salesperson.md", "director.md", "administrator.md", "import.md"}


def test_every_screenshot_is_shown_in_a_guide():
    text = "".join(page.read_text(encoding="utf-8") for page in PAGES)
    shots = sorted(shot.name for shot in (paths.ROOT / "docs/screenshots").iterdir())
    assert [shot for shot in shots if shot not in text] == []
