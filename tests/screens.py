"""A person at the product's screens: signs in, goes by keys or by the menu, and keeps pictures of what is seen.

With SALES_CRM_EXT_SCREENSHOTS=1 the pictures replace those of the guides in docs/screenshots; without, they are thrown
away with the other temporary files of the tests.
"""
import io
import os
import re

from PIL import Image
from workshop import paths

VARIABLE = "SALES_CRM_EXT_SCREENSHOTS"
# Counts what a hand on the mouse does; a key that presses a button makes a click, but none of these.
WATCH_MOUSE = """
window.mouseCount = 0;
for (const name of ["mousedown", "wheel", "touchstart"]) {
    window.addEventListener(name, () => window.mouseCount++, true);
}"""
# Names that stay as they are, and words that Odoo 19 itself has not translated.
NO_ENGLISH = {"CRM", "Email", "Odoo", "OdooBot", "PDF", "RUB", "Website", "mail", "medium", "yandex"}
FITS = """(selector) => [...document.querySelectorAll(selector)].every((element) => {
    const box = element.getBoundingClientRect();
    return element.scrollHeight <= element.clientHeight && box.top >= 0 && box.bottom <= window.innerHeight;
})"""


class Screen:
    """The page of one person; whatever the browser reports as an error is in `errors`."""

    def __init__(self, page, url, pictures):
        self.page, self._url, self._pictures = page, url, pictures
        self._pending, self._is_quiet, self.errors = set(), False, []
        page.on("request", self._start)
        page.on("requestfinished", self._end)
        page.on("requestfailed", self._end)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", lambda message: self.errors.append(message.text) if message.type == "error" else None)

    @staticmethod
    def get_folder(tmp_path_factory):
        """Where pictures go."""
        is_kept = os.environ.get(VARIABLE) == "1"
        return paths.ROOT / "docs/screenshots" if is_kept else tmp_path_factory.mktemp("screenshots")

    def sign_in(self, login):
        self.page.goto(f"{self._url}/web/login")
        self.page.fill("input[name=login]", login)
        self.page.fill("input[name=password]", login)
        self.press("Enter")
        self.page.wait_for_selector(".o_main_navbar")
        self.settle()
        self.page.evaluate(WATCH_MOUSE)

    # ------------------------------------------------------------
    # BY KEYS
    # ------------------------------------------------------------

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, text):
        self.page.keyboard.type(text)

    def choose(self, text):
        """Type into a field of records that has the focus, and take the one that is offered."""
        self.type(text)
        self.page.wait_for_selector(f".o-autocomplete--dropdown-item:has-text('{text}')")
        self.press("Enter")
        self.page.wait_for_selector(".o-autocomplete--dropdown-menu", state="detached")

    def find_menu(self, name):
        """Choose a menu by its name."""
        self.press("Control+k")
        self.page.wait_for_selector(".o_command_palette_search input:focus")
        self.type(f"/{name}")
        self.page.wait_for_selector(f".o_command.focused:has-text('{name}')")
        self.press("Enter")

    def get_mouse_count(self):
        """How often the mouse was used since the person signed in."""
        return self.page.evaluate("window.mouseCount")

    # ------------------------------------------------------------
    # BY THE MOUSE
    # ------------------------------------------------------------

    def open_app(self, name):
        self.page.click(".o_navbar_apps_menu button")
        self.page.click(f".o_app:text-is('{name}')")
        self.settle()

    def open_menu(self, section, name, title=None):
        """Choose `name` in the menu `section` of the present application; its screen has that title, or another."""
        self.page.click(f".o_menu_sections button:has-text('{section}')")
        self.page.click(f".o-dropdown--menu .dropdown-item:text-is('{name}')")
        title = title or name
        self.page.wait_for_selector(f".o_breadcrumb:has-text('{title}'), .modal-title:has-text('{title}')")
        self._leave_mouse()

    def open(self, path):
        """Open an address below /odoo."""
        self.page.goto(f"{self._url}/odoo/{path}")
        self.page.wait_for_selector(".o_action_manager > *")
        self.settle()

    def show(self, view):
        """Switch to another view of the present action."""
        self.page.click(f".o_switch_view.o_{view}")
        self.page.wait_for_selector(f".o_{view}_view")
        self._leave_mouse()

    def _leave_mouse(self):
        """Put the mouse where it lights nothing up."""
        self.page.mouse.move(0, 0)
        self.settle()

    # ------------------------------------------------------------
    # WHAT IS SEEN
    # ------------------------------------------------------------

    def settle(self):
        """Wait until the page has asked the server for nothing for a while."""
        for _attempt in range(150):
            self._is_quiet = not self._pending
            self.page.wait_for_timeout(200)
            if self._is_quiet and not self._pending:
                return
        raise AssertionError(f"still waiting for {[request.url for request in self._pending]}")

    def picture(self, name):
        """Keep a picture of the present screen as `name`.png, in few colours: the guides are read over slow lines."""
        self.settle()
        shot = Image.open(io.BytesIO(self.page.screenshot(animations="disabled", caret="hide")))
        shot.convert("RGB").quantize(256, dither=Image.Dither.NONE).save(self._pictures / f"{name}.png", optimize=True)

    def scroll_to(self, selector):
        self.page.wait_for_selector(selector)
        self.page.eval_on_selector(selector, "element => element.scrollIntoView({block: 'center'})")

    def find_english(self):
        """English words of the present screen; those of addresses, codes and names are none."""
        shown = ".modal" if self.page.query_selector(".modal") else ".o_action_manager"
        text = " ".join(self.page.locator(shown).all_inner_texts())
        return sorted(set(re.findall(r"(?<![\w@./-])[A-Za-z]{3,}(?![\w@./-])", text)) - NO_ENGLISH)

    def fits(self, selector):
        """Whether what `selector` names is seen as a whole, without scrolling."""
        return self.page.evaluate(FITS, selector)

    def _start(self, request):
        if request.resource_type in ("xhr", "fetch"):
            self._pending.add(request)
            self._is_quiet = False

    def _end(self, request):
        self._pending.discard(request)
