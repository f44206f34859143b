"""Calls in the database: those of the past as a history, the latest ones reported as a salesperson does it."""
from datetime import timedelta

from odoo.addons.sales_crm_ext.tools.report_quality import judge

from .clock import at, working_day_after
from .needs import LOST_REASONS, PAINS
from .products import PRODUCTS
from .reports import FIELDS, WHO, Reporter
from .story import WOMEN
from .texts import OTHER

OUTCOME = "sales_crm_ext.sales_call_outcome_{}"
OUTCOMES = {"needs": "interested", "presentation": "proposal", "objections": "thinking", "closing": "deal",
            "cold": "interested", "call_back": "call_back", "wrong_contact": "wrong_contact", "service": "service",
            "refused": "refused", "meeting": "meeting"}
PLANS_NEXT = {"needs", "presentation", "objections", "closing", "cold", "call_back", "wrong_contact", "meeting"}
# More than the addon compares a report with: it leaves out those of the same day.
OWN_REPORTS, CLIENT_REPORTS = 45, 30
TRIES = 60
PUMPS = [code for name, code, _price in PRODUCTS if name.startswith("Насос")]
CLIENT_PROMISES = ("Они", "Получу", *(f"{who[0].upper()}{who[1:]}" for who in WHO))
QUIET = {"mail_create_nolog": True, "tracking_disable": True}


class Writer:
    """Turns intents into calls; remembers what was written, as a report may not repeat an earlier one."""

    def __init__(self, env, draw, users, clock):
        self._env, self._draw, self._clock = env, draw, clock
        self._reporters = {login: Reporter(draw, login in WOMEN) for login in users}
        self._users, self._written = users, {}
        self._types = {name: env.ref(f"mail.mail_activity_data_{name}").id for name in ("call", "email", "meeting")}
        self._reasons = _create_reasons(env)

    def write_history(self, intents, day):
        """Create the day's calls as reported ones of the past."""
        calls = self._env["sales.call"].with_context(**QUIET).create(
            [self._prepare(intent, moment) for intent, moment in self._spread(intents, day)])
        calls._report_history()

    def report(self, intents, day, clock):
        """Make the day's calls one by one, each at its hour and by its own author."""
        for intent, moment in self._spread(intents, day):
            clock.move_to(moment)
            values = self._prepare(intent, moment)
            del values["user_id"]
            planned = self._find_planned(intent)
            call = self._env["sales.call"].with_user(self._users[intent.login]).create(
                {**values, "activity_id": planned.id})
            call.action_report()

    def _find_planned(self, intent):
        document = intent.deal.record if intent.deal else intent.client.record
        return self._env["mail.activity"].search([
            ("res_model", "=", document._name), ("res_id", "=", document.id),
            ("user_id", "=", self._users[intent.login].id), ("activity_type_id", "=", self._types["call"])], limit=1)

    def _spread(self, intents, day):
        """Each with its moment: everybody's calls lie between nine and six, in the order of time."""
        minutes = []
        for login in self._users:
            own = [intent for intent in intents if intent.login == login]
            length = 500 // max(len(own), 1)
            minutes += [(number * length + self._draw.randrange(max(length - 12, 1)), intent)
                        for number, intent in enumerate(own)]
        minutes.sort(key=lambda pair: pair[0])
        return [(intent, at(day, 9, 15) + timedelta(minutes=minute)) for minute, intent in minutes]

    def _prepare(self, intent, moment):
        is_answered = intent.disposition == "answered"
        values = {
            "user_id": self._users[intent.login].id, "partner_id": intent.client.record.id, "date_start": moment,
            "contact_id": self._draw.choice(intent.client.people).id, "disposition": intent.disposition,
            "direction": "in" if intent.is_incoming else "out",
            "kind": "incoming" if intent.is_incoming else "follow_up" if intent.deal else "cold",
            "duration": self._draw.randint(70, 900) if is_answered else self._draw.randint(0, 25),
        }
        if intent.deal:
            values.update(lead_id=intent.deal.record.id, contact_id=intent.deal.record.partner_id.id)
        texts = self._write(intent, moment) if is_answered else None
        if texts:
            return {**values, **self._prepare_report(intent, texts, moment)}
        if is_answered:  # nothing new was left to say
            values.update(disposition="no_answer", duration=0)
        return {**values, "next_contact_at": self._draw_next_contact(moment)}

    def _prepare_report(self, intent, texts, moment):
        values = {"outcome_id": self._env.ref(OUTCOME.format(OUTCOMES[intent.kind])).id, **texts}
        if intent.kind == "refused":
            values["lost_reason_id"] = self._reasons[self._reporters[intent.login].last_number].id
        elif intent.kind in PLANS_NEXT:
            name = "meeting" if intent.kind == "meeting" else self._draw.choices(("call", "email"), (8, 1))[0]
            values.update(next_step_type_id=self._types[name], next_contact_at=self._draw_next_contact(moment))
        if intent.deal and texts.get("agreement"):
            values.update(self._prepare_needs(intent, texts, moment))
        return values

    def _draw_next_contact(self, moment):
        """Some days later; what the recent calls plan lies ahead, but for what got overdue."""
        day = working_day_after(moment.date(), self._draw.randint(1, 6))
        if day < self._clock.today and self._draw.random() < 0.9:
            day = working_day_after(self._clock.today - timedelta(days=1), self._draw.randint(0, 4))
        return at(day, self._draw.randint(9, 17), self._draw.choice((0, 15, 30, 45)))

    def _prepare_needs(self, intent, texts, moment):
        """Pains heard in the call, and what was promised in it."""
        values = {}
        if intent.kind in ("needs", "objections") and self._draw.random() < 0.7:
            category, text, severity = self._draw.choice(PAINS)
            values["pain_ids"] = [(0, 0, {
                "lead_id": intent.deal.record.id, "severity": severity, "contact_id": intent.deal.record.partner_id.id,
                "category_id": self._env.ref(f"sales_crm_ext.sales_pain_category_{category}").id,
                "description": self._reporters[intent.login].fill(text, intent.client, "", moment.date())})]
        if self._draw.random() < 0.5:
            due = working_day_after(moment.date(), self._draw.randint(1, 5))
            kept = self._draw.choices(("kept", "broken"), (7, 1))[0]
            values["promise_ids"] = [(0, 0, {
                "description": texts["agreement"], "date_due": due,
                "state": kept if at(due, 18) < self._clock.now - timedelta(days=1) else "open",
                "promised_by": "client" if texts["agreement"].startswith(CLIENT_PROMISES) else "us"})]
        return values

    def _write(self, intent, moment):
        """Texts that say enough and repeat nothing, as the addon's own judgement decides; None when none is found."""
        model = intent.deal.lines[0][0] if intent.deal else self._draw.choice(PUMPS)
        own = self._written.setdefault(intent.login, [])
        about = self._written.setdefault(intent.client.record, [])
        names = [intent.client.record.name, *intent.client.people.mapped("name")]
        for _ in range(TRIES):
            texts = self._reporters[intent.login].write(intent.kind, intent.client, model, moment.date())
            known = own[-OWN_REPORTS:] + about[-CLIENT_REPORTS:]
            if not judge(texts, names, known, [name for name in FIELDS if name in texts]).problems:
                own.append(texts)
                about.append(texts)
                return texts
        return None


def _create_reasons(env):
    """Refusal reasons by the number of the phrase that tells of them."""
    names = sorted(set(LOST_REASONS.values()))
    records = dict(zip(names, env["crm.lost.reason"].create([{"name": name} for name in names]), strict=True))
    assert set(LOST_REASONS) == set(range(len(OTHER["refused"])))
    return {number: records[name] for number, name in LOST_REASONS.items()}
