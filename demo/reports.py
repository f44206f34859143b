"""Fills phrases with figures, places and dates, so that no two reports say the same."""
from .clock import working_day_after
from .texts import OTHER, SALES

RIVALS = ("Гидромаш-Сервис", "НасосТорг", "АкваПром", "Волга-Насос", "ПромЭнергоСнаб", "Техногидро")
WHO = ("главный инженер", "главный механик", "снабженец", "технический директор", "начальник участка", "энергетик")
WEEKDAYS = ("в понедельник", "во вторник", "в среду", "в четверг", "в пятницу")
MONTHS = ("январе", "феврале", "марте", "апреле", "мае", "июне", "июле", "августе", "сентябре", "октябре", "ноябре",
          "декабре")
FIELDS = ("topic", "agreement", "stop_point")


class Reporter:
    """Writes the reports of one salesperson; uses a phrase again only when the others of its list had their turn."""

    def __init__(self, draw, is_woman):
        self._draw, self._ending = draw, "а" if is_woman else ""
        self._recent = {}
        self.last_number = None  # of the phrase that was taken last

    def write(self, kind, client, model, day):
        """``{topic, agreement, stop_point}`` of a call on `day`; `kind` is a step of the sale or a key of ``OTHER``."""
        if kind in SALES:
            phrases = [self._take(f"{kind}.{name}", SALES[kind][name]) for name in FIELDS]
        else:
            phrases = self._take(kind, OTHER[kind])
        return {name: self.fill(phrase, client, model, day)
                for name, phrase in zip(FIELDS, phrases, strict=True) if phrase}

    def fill(self, phrase, client, model, day):
        """The phrase with its blanks filled."""
        return phrase.format_map(self._draw_blanks(client, model, day)).replace("..", ".")

    def _take(self, key, phrases):
        recent = self._recent.setdefault(key, [])
        fresh = [number for number in range(len(phrases)) if number not in recent[-(len(phrases) * 3 // 4):]]
        number = self._draw.choice(fresh)
        recent.append(number)
        self.last_number = number
        return phrases[number]

    def _draw_blanks(self, client, model, day):
        draw = self._draw
        who = draw.choice(WHO)
        soon = working_day_after(day, draw.randint(1, 4))
        later = working_day_after(day, draw.randint(5, 15))
        return {
            "a": self._ending, "who": who, "Who": who[0].upper() + who[1:], "rival": draw.choice(RIVALS),
            "model": model, "site_in": client.site_in, "site_for": client.site_for,
            "by": draw.choice((f"до {soon:%d.%m}", f"до {later:%d.%m}")), "on": WEEKDAYS[soon.weekday()],
            "date": f"{later:%d.%m}", "month": MONTHS[working_day_after(day, 40).month - 1],
            "flow": draw.randrange(15, 180, 5), "head": draw.randrange(12, 95), "temp": draw.choice((60, 80, 95, 110)),
            "qty": draw.randint(2, 9), "dn": draw.choice((50, 65, 80, 100, 150)), "pct": draw.randint(3, 14),
            "depth": draw.randint(3, 9), "months": draw.randint(5, 30), "weeks": draw.randint(4, 10),
            "sum": f"{draw.randrange(120, 2400, 10)} тыс.", "num": draw.randint(112, 989),
        }
