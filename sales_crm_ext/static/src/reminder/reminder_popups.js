import { deserializeDateTime, formatDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";

const MOST = 3; // more at once, after a weekend, are one pop-up
const SNOOZE_MINUTES = [5, 10, 30];
const { DateTime } = luxon;

/** The pop-ups of one tab. */
export class ReminderPopups {
    constructor(env, services, reminders) {
        this.action = services.action;
        this.notification = services.notification;
        this.outOfFocus = services["mail.out_of_focus"];
        this.orm = services.orm;
        this.reminders = reminders;
        this.closers = new Map(); // by activity
    }

    show(reminders) {
        if (reminders.length > MOST) {
            this.showMany(reminders);
        } else {
            reminders.forEach((reminder) => this.showOne(reminder));
        }
        if (document.hidden) {
            const title = reminders.length > 1 ? this.getManyTitle(reminders) : this.getTitle(reminders[0]);
            this.outOfFocus.sendNotification({ title, message: reminders[0].summary, type: "info" });
        }
    }

    /** Those of activities that were done, moved or handed over. */
    close(activityIds) {
        activityIds.forEach((id) => this.closers.get(id)?.());
    }

    showOne(reminder) {
        const close = this.add(reminder, [
            { name: _t("View"), primary: true, onClick: () => this.open(close, reminder) },
            { name: reminder.is_call ? _t("Report") : _t("Done"), onClick: () => this.finish(close, reminder) },
            { name: _t("Later"), onClick: () => this.offerSnooze(reminder) },
        ]);
    }

    offerSnooze(reminder) {
        const close = this.add(
            reminder,
            SNOOZE_MINUTES.map((minutes) => ({
                name: _t("%s min", minutes),
                onClick: () => {
                    close();
                    return this.reminders.snooze(reminder.activity_id, minutes);
                },
            }))
        );
    }

    add(reminder, buttons) {
        const id = reminder.activity_id;
        this.close([id]); // it stands once
        const close = this.notification.add(reminder.summary, {
            title: this.getTitle(reminder),
            type: deserializeDateTime(reminder.contact_at) < DateTime.now() ? "warning" : "info",
            className: "o_sales_reminder",
            sticky: true,
            buttons,
            onClose: () => this.closers.delete(id),
        });
        this.closers.set(id, close);
        return close;
    }

    showMany(reminders) {
        const close = this.notification.add(reminders.slice(0, MOST).map((one) => this.getTitle(one)).join(", ") + "…", {
            title: this.getManyTitle(reminders),
            type: "warning",
            className: "o_sales_reminder",
            sticky: true,
            buttons: [
                { name: _t("View"), primary: true, onClick: () => this.openList(close, reminders) },
            ],
        });
    }

    // ------------------------------------------------------------
    // WHAT IT SAYS
    // ------------------------------------------------------------

    getTitle({ contact_at, client }) {
        return [this.getTime(contact_at), client].filter(Boolean).join(" ");
    }

    getTime(contactAt) {
        const moment = deserializeDateTime(contactAt);
        const isToday = moment.hasSame(DateTime.now().setZone(moment.zone), "day");
        return formatDateTime(moment, { format: isToday ? "HH:mm" : "d MMM HH:mm" });
    }

    getManyTitle(reminders) {
        return _t("Planned contacts: %s", reminders.length);
    }

    // ------------------------------------------------------------
    // WHAT IT DOES
    // ------------------------------------------------------------

    async open(close, { res_model, res_id }) {
        close();
        await this.action.doAction({
            type: "ir.actions.act_window",
            res_model,
            res_id,
            views: [[false, "form"]],
        });
    }

    async openList(close, reminders) {
        close();
        const action = await this.action.loadAction("sales_crm_ext.mail_activity_action_contacts");
        const domain = [["id", "in", reminders.map((reminder) => reminder.activity_id)]];
        await this.action.doAction({ ...action, domain, context: {} }, { viewType: "list" });
    }

    /** A call is done by its report, everything else as stock does it. */
    async finish(close, { activity_id, is_call }) {
        close();
        if (!is_call) {
            return this.orm.call("mail.activity", "action_done", [[activity_id]]);
        }
        await this.action.doAction(await this.orm.call("mail.activity", "action_report_call", [[activity_id]]));
    }
}
