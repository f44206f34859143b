import logging

from odoo import api, models
from odoo.exceptions import RedirectWarning, ValidationError
from odoo.fields import Domain
from odoo.tools import format_list

from .res_users import DIRECTOR

_MOVING_FIELDS = {"stage_id", "team_id", "user_id", "type"}  # stock picks a stage anew when one of the others changes


class CrmLead(models.Model):
    """What a stage demands is checked when a lead enters it, however it does: by any write, or new in it.

    Superuser code passes. Directors pass as well, since they edit the gates themselves, import deals that are under
    way and mend mistakes; what was missing then is told in the lead's history. Going back to an earlier stage asks for
    no new call.
    """
    _name = "crm.lead"
    _inherit = ["crm.lead"]

    @api.model_create_multi
    def create(self, vals_list):
        leads = super().create(vals_list)
        if not self.env.su and not self.env.user.has_group(DIRECTOR):
            for lead in leads:
                if missing := lead._get_missing_for_stage(False):
                    raise ValidationError(lead._get_gate_message(missing))
        return leads

    def write(self, vals):
        if self.env.su or not vals.keys() & _MOVING_FIELDS:
            return super().write(vals)
        before = {lead.id: (lead.stage_id, lead.date_last_stage_update) for lead in self}
        res = super().write(vals)
        for lead in self:
            stage, since = before[lead.id]
            if lead.stage_id != stage:
                lead._pass_stage_gates(since if lead.stage_id.sequence >= stage.sequence else False)
        return res

    def _pass_stage_gates(self, since):
        missing = self._get_missing_for_stage(since)
        if not missing:
            return
        message = self._get_gate_message(missing)
        if self.env.user.has_group(DIRECTOR):
            self._track_set_log_message(message)
        elif self.env.context.get("import_file"):  # the import shows the sentence of a plain error only
            raise ValidationError(message)
        else:
            action, button = self._get_gate_action(missing[0])
            refusal = RedirectWarning(message, action, button)
            refusal.loglevel = logging.INFO  # a wrong move of a person: not an error with its traceback
            raise refusal

    def _get_missing_for_stage(self, since):
        """Names of the demands of the lead's stage that are not met, in the order to meet them.

        :param since: UTC time from which an answered call counts; False for any
        """
        stage = self.stage_id
        # A pain or an interest of a client that is a colleague's is out of reach; only that there is one is told.
        lead = self.sudo()
        checks = {
            "call": lambda: self._has_answered_call(since),
            "pain": lambda: bool(lead.pain_ids),
            "interest": lambda: bool(lead.interest_ids),
            "proposal": self._has_sent_proposal,
            "document": self._has_document,
        }
        return [name for name, is_met in checks.items() if stage[f"is_{name}_required"] and not is_met()]

    def _has_answered_call(self, since):
        domain = Domain([("lead_id", "=", self.id), ("disposition", "=", "answered"),
                         ("state", "in", ("reported", "confirmed"))])
        if since:  # people give the minute of a call
            domain &= Domain("date_start", ">=", since.replace(second=0))
        # A colleague who stands in may have made the call, which is theirs to read; only that there is one is told.
        return bool(self.env["sales.call"].sudo().search_count(domain, limit=1))

    def _has_sent_proposal(self):
        # Notifications and mails of a colleague's letter are not everybody's to read; only that it was sent is told.
        messages = self.env["mail.message"].sudo().search(
            [("model", "=", self._name), ("res_id", "=", self.id), ("is_sales_proposal", "=", True)])
        return any(message._is_sent_outside() for message in messages)

    def _has_document(self):
        # The lead's quotation may be a colleague's, out of reach; only that there is a file is told.
        records = self.sudo()._get_own_document_records()
        own = Domain.OR(Domain("res_model", "=", model) & Domain("res_id", "in", ids)
                        for model, ids in records.items() if model != "sales.call")
        # So may the files be that hang on it.
        return bool(self.env["ir.attachment"].sudo().search_count(
            own & Domain("sales_document_kind", "!=", "recording"), limit=1))

    # ------------------------------------------------------------
    # THE REFUSAL
    # ------------------------------------------------------------

    def _get_gate_message(self, missing):
        labels = {
            "call": self.env._("an answered call with its report since the last stage"),
            "pain": self.env._("a pain written down in the lead"),
            "interest": self.env._("a product of interest in the lead"),
            "proposal": self.env._("a proposal sent to the client"),
            "document": self.env._("a document"),
        }
        return self.env._(
            'The stage "%(stage)s" asks for more about "%(lead)s". Missing: %(missing)s.', stage=self.stage_id.name,
            lead=self.name, missing=format_list(self.env, [labels[name] for name in missing]))

    def _get_gate_action(self, name):
        """The action that opens where to give what is missing, and the label of its button."""
        if name == "call":
            return self.action_log_call(), self.env._("Report a Call")
        client = self.partner_id._filtered_access("read")  # a deal of mine may be with a client of a colleague
        defaults = {"default_lead_id": self.id, "default_partner_id": client.commercial_partner_id.id}
        model, button, context = {
            "pain": ("sales.pain", self.env._("Add a Pain"), defaults),
            "interest": ("sales.interest", self.env._("Add an Interest"), defaults),
            "proposal": ("mail.compose.message", self.env._("Send a Proposal"), self._get_proposal_defaults()),
            "document": ("sales.document.upload", self.env._("Upload a Document"), {"default_lead_id": self.id}),
        }[name]
        return {
            "type": "ir.actions.act_window", "name": button, "res_model": model, "views": [(False, "form")],
            "target": "new", "context": context,
        }, button

    def _get_proposal_defaults(self):
        template = self.env["mail.template"].search(
            [("model", "=", self._name), ("is_sales_proposal", "=", True)], limit=1)
        return {
            "default_model": self._name, "default_res_ids": self.ids, "default_composition_mode": "comment",
            "default_template_id": template.id, "default_subtype_xmlid": "mail.mt_comment",
        }
