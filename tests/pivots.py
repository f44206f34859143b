"""What a pivot shows, read from the page."""
import re

READ = """() => {
    const texts = (cells) => [...cells].map((cell) => cell.innerText.trim());
    const table = document.querySelector(".o_pivot table");
    return {
        measures: texts(table.querySelectorAll("thead th.o_pivot_measure_row")),
        rows: [...table.tBodies[0].rows].map((row) => [
            row.querySelector("th").innerText.trim(), parseFloat(getComputedStyle(row.querySelector("th")).paddingLeft),
            texts(row.querySelectorAll("td"))]),
    };
}"""


class Pivot:
    """Titles are those of the screen; a measure without its column is the total, which stands last."""

    def __init__(self, page):
        read = page.evaluate(READ)
        self._page, self._measures = page, read["measures"]
        self._rows = [(title, indent, [read_number(text) for text in cells]) for title, indent, cells in read["rows"]]

    def get(self, title, measure):
        """The total of a measure in the first row of that title."""
        return self._rows[self._find(title)][2][self._find_column(measure)]

    def get_below(self, title, measure):
        """Total of the measure by title of the rows that stand right below a row; those with nothing are left out."""
        start, below = self._find(title), {}
        for name, indent, cells in self._rows[start + 1:]:
            if indent <= self._rows[start][1]:
                break
            below[name] = cells[self._find_column(measure)]
        return {name: number for name, number in below.items() if number}

    def click(self, title, measure):
        """Look at the records behind a cell."""
        row = self._page.locator(".o_pivot tbody tr").nth(self._find(title))
        row.locator("td").nth(self._find_column(measure)).click()
        self._page.wait_for_selector(".o_list_view")

    def _find(self, title):
        return [row[0] for row in self._rows].index(title)

    def _find_column(self, measure):
        return max(number for number, name in enumerate(self._measures) if name == measure)


def read_number(text):
    """The number that a Russian screen shows; an empty cell is nothing.

    >>> read_number("1 282 900,50 руб"), read_number("19,3%"), read_number("")
    (1282900.5, 19.3, 0.0)
    """
    return float(re.sub(r"[^\d,-]", "", text).replace(",", ".") or 0)
