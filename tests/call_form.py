"""The report of a call as a salesperson writes it: by keys, on one screen."""
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

MOSCOW = ZoneInfo("Europe/Moscow")
FORM = ".modal .o_sales_call_form"


@dataclass
class Report:
    """What is typed about a call; `hour` is Moscow's, on the day after `days` days."""
    name: str
    outcome: str
    topic: str
    agreement: str = ""
    stop_point: str = ""
    step: str = ""  # another next step than the one that stands there
    hour: str = ""
    days: int = 0
    reason: str = ""

    @property
    def words(self):
        return self.topic, self.agreement, self.stop_point

    @property
    def moment(self):
        """The typed hour, in UTC as the database has it."""
        hour, minute = map(int, self.hour.split(":"))
        local = datetime.now(MOSCOW) + timedelta(days=self.days)
        return local.replace(hour=hour, minute=minute, second=0, microsecond=0).astimezone(ZoneInfo("UTC")).replace(
            tzinfo=None)


def wait_for_report(office, screen, activity):
    """The report of that planned call is open and waits for the outcome."""
    (name,), = office.sql("SELECT COALESCE(summary, '') FROM mail_activity WHERE id = %s", activity)
    screen.page.wait_for_function(
        "([form, name]) => document.querySelector(`${form} [name=activity_id] input`)?.value.startsWith(name)",
        arg=[FORM, name[:20]])
    screen.page.wait_for_selector(f"{FORM} [name=outcome_id] input:focus")


def type_report(screen, report, words):
    """Outcome, words, and what comes next, in the order in which Tab leads through the form."""
    screen.choose(report.outcome)
    screen.page.wait_for_selector(f"{FORM} [name=demand_hint]")
    for text in words:
        screen.press("Tab")
        screen.type(text)
    screen.press("Tab")
    if report.reason:
        screen.choose(report.reason)
        return
    if report.step:
        screen.choose(report.step)
    screen.press("Tab")
    screen.page.wait_for_selector(".o_datetime_picker")
    screen.type(f"{datetime.now(MOSCOW) + timedelta(days=report.days):%d.%m.%Y} {report.hour}")
    screen.press("Tab")
