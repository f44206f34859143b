from odoo import models
from odoo.exceptions import ValidationError

from .sales_call_owed import SHORT_CALL


class SalesCall(models.Model):
    """What the phone system knows of a call that somebody entered by hand."""
    _inherit = "sales.call"

    def _take_pbx_record(self, external_id, date_start, duration, disposition):
        """Bear the call out by a record of the phone system, whose facts stand from then on.

        A call that was reported as missed and in truth was a talk owes its report again, and counts once that is written.
        Verdicts of control calls stay. To be called as superuser.

        :param duration: seconds of talk
        :raise ValidationError: when another call has this record
        """
        self.ensure_one()
        if self.search_count([("external_id", "=", external_id), ("id", "!=", self.id)], limit=1):
            raise ValidationError(self.env._(
                'The record %(record)s of the phone system belongs to another call than "%(call)s".',
                record=external_id, call=self.display_name))
        values = {"origin": "pbx", "external_id": external_id, "date_start": date_start, "duration": duration,
                  "disposition": disposition}
        if self._was_talk_after_all(duration, disposition):
            values.update(state="due", quality_score=0, quality_notes=False, is_owed_warned=False)
        self.write(values)

    def _was_talk_after_all(self, duration, disposition):
        return (self.state == "reported" and self.disposition != "answered" and disposition == "answered"
                and duration >= SHORT_CALL)
