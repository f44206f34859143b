from odoo import models


class SalesReminder(models.Model):
    """What a reminder says: with the rights of who reads it. Of a client they do not reach there is none."""
    _inherit = "sales.reminder"

    def _describe(self, leases):
        """Values of the pop-ups of leased reminders, in the order of the contacts. What the person may not know of is
        done with.

        :param leases: lease numbers by activity
        """
        activities = self._get_readable(self.env["mail.activity"].browse(leases))
        self._confirm([(id_, number) for id_, number in leases.items() if id_ not in activities._ids])
        return [{**self._describe_activity(activity), "lease": leases[activity.id]}
                for activity in activities.sorted(lambda activity: (activity.contact_at, activity.id))]

    def _get_readable(self, activities):
        """Those of these activities whose document the present user may read too, or that have none."""
        readable = activities.exists()._filtered_access("read")
        documents = {model: readable._get_documents(model)._ids for model in set(readable.mapped("res_model"))
                     if model and model in self.env}
        return readable.filtered(
            lambda activity: not activity.res_model or activity.res_id in documents.get(activity.res_model, ()))

    def _describe_activity(self, activity):
        document = self.env[activity.res_model].browse(activity.res_id) if activity.res_model else activity.browse()
        return {
            "activity_id": activity.id,
            "contact_at": activity._get_contact_iso(),
            "client": activity.call_partner_id.display_name or document.display_name or "",
            "summary": ": ".join(filter(None, (activity.activity_type_id.name, activity.summary))),
            "is_call": activity._is_call(),
            "res_model": activity.res_model or activity._name,
            "res_id": activity.res_id or activity.id,
        }
