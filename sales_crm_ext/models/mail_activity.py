from datetime import datetime

import pytz

from odoo import api, fields, models


class MailActivity(models.Model):
    """An activity at an hour, not only on a day.

    ``contact_at`` (UTC) decides; the day that stock works with is the assignee's local day of it. Whoever moves the
    day, moves the contact to the same hour of the new day.
    """
    _inherit = "mail.activity"

    contact_at = fields.Datetime(index="btree_not_null", help="Date and time of the planned contact.")
    call_id = fields.Many2one(
        "sales.call", "Closed By", readonly=True, copy=False, index="btree_not_null", ondelete="set null",
        help="The call whose report closed this activity.")
    call_partner_id = fields.Many2one("res.partner", "Client", compute="_compute_call_client")
    call_lead_id = fields.Many2one("crm.lead", "Lead", compute="_compute_call_client")
    call_phone = fields.Char("Phone", compute="_compute_call_client")

    # Pages of clients and deals ask for the earliest one: from the index alone.
    _res_contact_idx = models.Index("(res_model, res_id, contact_at) WHERE active AND contact_at IS NOT NULL")

    @api.depends("res_model", "res_id")
    @api.depends_context("uid")
    def _compute_call_client(self):
        """Not stored, hence computed with the rights of the reader: what they may not read stays empty."""
        leads = {lead.id: lead for lead in self._get_documents("crm.lead")}
        partners = self._get_documents("res.partner")
        for lead in leads.values():
            partners |= lead.partner_id
        readable = set(partners._filtered_access("read").ids)
        for activity in self:
            lead = leads.get(activity.res_id if activity.res_model == "crm.lead" else False, self.env["crm.lead"])
            partner_id = activity.res_id if activity.res_model == "res.partner" else lead.partner_id.id
            partner = self.env["res.partner"].browse(partner_id if partner_id in readable else False)
            activity.call_lead_id = lead
            activity.call_partner_id = partner
            activity.call_phone = lead.phone or partner.phone

    @api.depends("call_partner_id")
    @api.depends_context("uid", "show_contact_client")
    def _compute_display_name(self):
        """In a calendar of planned contacts the client is read first, in one line: the second one is hidden mostly."""
        res = super()._compute_display_name()
        if self.env.context.get("show_contact_client"):
            for activity in self:
                client = (activity.call_partner_id.display_name or "").replace(" ", "\N{NO-BREAK SPACE}")
                activity.display_name = ": ".join(filter(None, (client, activity.display_name)))
        return res

    def _get_documents(self, model):
        """The documents of these activities that are of ``model``, exist, and that the user may read."""
        ids = {activity.res_id for activity in self if activity.res_model == model}
        return self.env[model].browse(ids).exists()._filtered_access("read")

    @api.onchange("contact_at")
    def _onchange_contact_at(self):
        if self.contact_at:
            self.date_deadline = self._get_local_day(self.contact_at, self.user_id)

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [self._set_deadline_of_contact(vals) for vals in vals_list]
        return super().create(vals_list)

    def write(self, vals):
        if vals.get("contact_at"):
            user = self.env["res.users"].browse(vals["user_id"]) if "user_id" in vals else None
            for activity in self:
                day = self._get_local_day(vals["contact_at"], activity.user_id if user is None else user)
                super(MailActivity, activity).write({**vals, "date_deadline": day})
            return True
        timed = self.filtered("contact_at") if vals.keys() & {"date_deadline", "user_id"} else self.browse()
        moments = {activity: activity._get_local_moment() for activity in timed}
        res = super().write(vals)
        for activity, moment in moments.items():
            activity._keep_hour(moment, "date_deadline" in vals)
        return res

    def _keep_hour(self, moment, is_day_moved):
        """After stock moved the day (the hour stays) or the assignee changed (the moment stays, the day may differ)."""
        contact_at = self.contact_at
        if is_day_moved and self.date_deadline != moment.date():
            zone = self._get_zone(self.user_id)
            clock = datetime.combine(self.date_deadline, moment.time())
            contact_at = zone.localize(clock).astimezone(pytz.utc).replace(tzinfo=None)
        day = self._get_local_day(contact_at, self.user_id)
        if contact_at != self.contact_at or day != self.date_deadline:
            self.write({"contact_at": contact_at})

    def _get_local_moment(self):
        return pytz.utc.localize(self.contact_at).astimezone(self._get_zone(self.user_id))

    @api.model
    def _set_deadline_of_contact(self, vals):
        if not vals.get("contact_at"):
            return vals
        user = self.env["res.users"].browse(vals.get("user_id") or self.env.context.get("default_user_id") or False)
        return {**vals, "date_deadline": self._get_local_day(vals["contact_at"], user)}

    @api.model
    def _get_local_day(self, contact_at, user):
        """The date of a moment (UTC) in the time zone of ``user``."""
        moment = pytz.utc.localize(fields.Datetime.to_datetime(contact_at))
        return moment.astimezone(self._get_zone(user)).date()

    @api.model
    def _get_zone(self, user):
        # A colleague's time zone is no secret; the record of the colleague may be out of reach.
        return (user or self.env.user).sudo()._get_zone()

    # ------------------------------------------------------------
    # PLANNED CALLS
    # ------------------------------------------------------------

    def _is_call(self):
        """Whether a report closes this activity: its type is of the category Phonecall, today."""
        # A colleague's activity may be out of reach (that of a meeting of both); only whether it is a call is told.
        return self.sudo().activity_type_id.category == "phonecall"

    def _get_call_client_values(self):
        """Lead, client and contact of a planned call as values of ``sales.call``; empty for other documents."""
        self.ensure_one()
        lead = self._get_documents("crm.lead")
        partner = self._get_documents("res.partner") or lead.partner_id or self._get_partner_of_document()
        partner = partner._filtered_access("read")
        company = partner.commercial_partner_id
        return {"lead_id": lead.id, "partner_id": company.id, "contact_id": (partner - company).id}

    def _get_partner_of_document(self):
        none = self.env["res.partner"]
        if not self.res_model or self.res_model not in self.env:
            return none
        field = self.env[self.res_model]._fields.get("partner_id")
        if not field or field.comodel_name != "res.partner":
            return none
        return self._get_documents(self.res_model).partner_id
