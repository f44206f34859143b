"""Excel files as people bring them."""
import openpyxl


def save_book(path, rows):
    """Write the rows as the only sheet of a new file. Returns its path."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path
