"""Control calls of past weeks: what the clients said, and how far each person's reports are trusted by now. The checks of
the last week with calls wait for whoever makes them."""
from datetime import timedelta

from .clock import at

WEEKS = 12
FOUND = {  # of how many checked calls of a person the client says the same, something else, or that there was none
    "leader": (1, 0, 0), "ivanova": (12, 1, 0), "smirnov": (4, 2, 3), "kuznetsova": (9, 1, 0), "popov": (6, 2, 1)}
VERDICTS = ("confirmed", "discrepancy", "refuted")
ABOUT = ("О подборе насоса, просили сравнить с прежним", "О сроках поставки и цене", "О ремонте агрегата в котельной",
         "О счёте и условиях оплаты")
PROMISED = ("Прислать расчёт и паспорт", "Перезвонить после совещания", "Ничего не обещали", "Счёт до конца недели")
NOTES = {"confirmed": "", "discrepancy": "Говорили о другом насосе, цену не называли",
         "refuted": "В этот день им никто не звонил, секретарь записывает все звонки"}


def create(env, draw, users, clock):
    """Draw and check the weeks one after the other, as the nightly job and the checkers do it."""
    Control = env["sales.call.control"]
    monday = Control._get_monday(clock.today)
    last = env["sales.call"].search([("date_start", "<", at(monday, 0))], order="date_start DESC", limit=1)
    last_week = Control._get_monday(last.date_start.date())
    for number in range(WEEKS, 0, -1):
        week = monday - timedelta(days=7 * number)
        clock.move_to(min(clock.now, at(week + timedelta(days=7), 3)))
        drawn = Control.union(*(Control._draw_of_person(users[login], week) for login in FOUND))
        if week != last_week:
            clock.move_to(at(week + timedelta(days=8), 11))
            for check in drawn:
                _answer(check, draw, users)
        env["sales.trust"]._settle_week(week)
    clock.move_to(clock.now)
    env["sales.trust"]._settle()


def _answer(check, draw, users):
    login = next(login for login in FOUND if users[login] == check.user_id)
    verdict, = draw.choices(VERDICTS, FOUND[login])
    check = check.with_user(check.checker_id)
    check.write({
        "was_call": "no" if verdict == "refuted" else "yes", "was_when": verdict != "refuted" and "reported",
        "about": draw.choice(ABOUT), "promised": draw.choice(PROMISED), "takes_next": "yes", "note": NOTES[verdict]})
    check.promise_line_ids.answer = "kept"
    check._give_verdict(verdict, NOTES[verdict])
