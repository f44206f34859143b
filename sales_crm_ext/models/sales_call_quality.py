from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_date

from ..tools.report_quality import judge
from ..tools.report_reasons import Reason

TEXTS = ("topic", "agreement", "stop_point")
# A report is compared with so many of the person's own, and so many of the client's: a pasted one is a recent one.
EARLIER_OF_USER = 30
EARLIER_OF_CLIENT = 20


class SalesCall(models.Model):
    """The words of a report: what they must say, and how well they say it."""
    _inherit = "sales.call"

    def _check_report(self):
        """Refuse an incomplete or empty report, field by field, in one message; keep the score of a good one.

        :raise ValidationError: naming each field and what to write there
        """
        for call in self:
            verdict, earlier = call._judge()
            problems = call._get_missing() + call._get_empty_words(verdict, earlier)
            if problems:
                raise ValidationError(self.env._(
                    "The report is not complete yet; nothing you typed is lost.\n\n%(problems)s",
                    problems="\n".join(f"• {call._get_label(name)}: {text}" for name, text in problems)))
            call._keep_score(verdict, earlier)

    def _judge_again(self):
        """After a change of a saved report: a person's is refused when it got empty, superuser's code only scores."""
        if not self.env.su:
            return self._check_report()
        for call in self:
            call._keep_score(*call._judge())

    def _judge(self):
        """``(verdict, the earlier reports it compared with)``; no verdict for a call that was missed."""
        self.ensure_one()
        if self.disposition != "answered":
            return None, self.browse()
        earlier = self._get_earlier_reports()
        demanded = self.outcome_id._get_demanded_fields() if self.outcome_id else TEXTS
        required = [name for name in TEXTS if name in demanded]
        verdict = judge(
            {name: self[name] or "" for name in TEXTS}, self._get_names(),
            [{name: call[name] or "" for name in TEXTS} for call in earlier], required)
        return verdict, earlier

    def _get_names(self):
        # A lead may be with a client out of its salesperson's reach; the names are only compared with the words of the
        # report, shown to nobody.
        call = self.sudo()
        names = (call.partner_id.name, call.contact_id.name, call.lead_id.contact_name, call.lead_id.partner_name)
        return [name for name in names if name]

    def _get_earlier_reports(self):
        """The latest reports of this person and of this client, newest first, as superuser."""
        # A colleague's report about the same client may be copied too; its text is compared, not shown.
        Call = self.sudo()
        written = [("id", "not in", self.ids), ("state", "!=", "due"), ("disposition", "=", "answered")]
        calls = Call.search_fetch([("user_id", "=", self.user_id.id), *written], TEXTS, limit=EARLIER_OF_USER)
        if self.partner_id:
            calls |= Call.search_fetch(
                [("partner_id", "=", self.partner_id.id), *written], TEXTS, limit=EARLIER_OF_CLIENT)
        return calls.sorted(lambda call: (call.date_start, call.id), reverse=True)

    def _get_missing(self):
        """``[(field, sentence)]`` of what is demanded besides words."""
        self.ensure_one()
        missing = []
        if not self.partner_id and not self.lead_id:
            missing.append(("partner_id", self.env._("say whom you called.")))
        if self.disposition == "answered":
            missing += self._get_missing_of_conversation()
        return missing + self._get_wrong_next_step()

    def _get_missing_of_conversation(self):
        outcome = self.outcome_id
        if not outcome:
            return [("outcome_id", self.env._("choose what the call led to."))]
        sentences = {
            "lost_reason_id": self.env._("say why the client refused."),
            "next_step_type_id": self.env._("choose what to do next."),
            "next_contact_at": self.env._("set the date and time of the next step."),
        }
        demanded = outcome._get_demanded_fields()
        return [(name, text) for name, text in sentences.items() if name in demanded and not self[name]]

    def _get_wrong_next_step(self):
        # Whoever loads past calls sets next contacts that are past by now.
        now = self.date_start if self.env.su else max(self.date_start, fields.Datetime.now())
        if self.next_contact_at and self.next_contact_at <= now:
            return [("next_contact_at", self.env._("this time is past; set a later one."))]
        return []

    def _get_empty_words(self, verdict, earlier):
        if not verdict:
            return []
        return [(problem.field, self._get_sentence(problem, earlier)) for problem in verdict.problems]

    def _get_sentence(self, problem, earlier):
        """Why a text is refused and what to write instead, in the user's language."""
        if problem.code == Reason.REPEATS_FIELD:
            return self.env._("repeats the field “%(field)s”; write what is new here.",
                              field=self._get_label(problem.detail))
        if problem.code == Reason.REPEATS_EARLIER:
            return self._get_copy_sentence(earlier[int(problem.detail)])
        return self._get_problem_sentences().get(problem.code) or self.env._("say what it was about.")

    def _get_copy_sentence(self, earlier):
        if earlier.user_id == self.env.user:
            return self.env._("repeats your report of %(date)s; write what was said this time.",
                              date=format_date(self.env, earlier.date_start))
        return self.env._("repeats an earlier report; write what was said this time.")

    def _get_problem_sentences(self):
        return {
            Reason.EMPTY: self.env._("is empty; this outcome asks for it.") if self.outcome_id else self.env._("is empty."),
            Reason.PUNCTUATION_ONLY: self.env._("holds signs only; write it in words."),
            Reason.DIGITS_ONLY: self.env._("holds digits only; say what they mean."),
            Reason.LINK_ONLY: self.env._("holds a link only; say in words what was agreed."),
            Reason.ONLY_NAME: self.env._("only names the client; say what was talked about."),
            Reason.MASH: self.env._("is random typing; write what was said."),
            Reason.PLACEHOLDER: self.env._("is a placeholder; write what was said."),
            Reason.REPEATED_WORDS: self.env._("repeats the same words; write what was said."),
            Reason.TOO_SHORT: self.env._("is too short to be understood later; add what, how much or when."),
            Reason.GENERIC: self.env._("fits any call; say what product, question, amount or date it was about."),
        }

    @api.model
    def _get_note_sentences(self):
        return {
            Reason.REPEATS_EARLIER: self.env._("A part repeats an earlier report."),
            Reason.FEW_FACTS: self.env._("Few facts: products, amounts, conditions are missing."),
            Reason.NO_DATE: self.env._("No date is named."),
            Reason.NO_NUMBER: self.env._("No quantity or amount is named."),
            Reason.NO_NEXT_STEP: self.env._("It is not said what will be done next."),
        }

    def _keep_score(self, verdict, earlier):
        if not verdict:
            if self.quality_score or self.quality_notes:  # a report that became one of a missed call
                # The score is never the author's to write.
                self.sudo().write({"quality_score": 0, "quality_notes": False})
            return
        notes = [f"{self._get_label(name)}: {text}" for name, text in self._get_empty_words(verdict, earlier)]
        sentences = self._get_note_sentences()
        notes += [sentences[code] for code in verdict.notes if code in sentences]
        # Scores are set by this method alone (see sales_call_guard).
        self.sudo().write({"quality_score": verdict.score, "quality_notes": "\n".join(notes)})
