import { Activity } from "@mail/core/web/activity";
import { ActivityListPopoverItem } from "@mail/core/web/activity_list_popover_item";
import { Activity as ActivityModel } from "@mail/core/common/activity_model";
import { deserializeDateTime, formatDateTime } from "@web/core/l10n/dates";
import { patch } from "@web/core/utils/patch";

/** A planned call is closed by its report and cancelled with a reason: both are forms of the server. */
patch(ActivityModel.prototype, {
    /** The hour of the planned contact, in the user's time zone; empty for an activity on a day. */
    get contactTimeFormatted() {
        return this.contact_at
            ? formatDateTime(deserializeDateTime(this.contact_at), { format: "HH:mm" })
            : "";
    },

    /** Open what `method` of the server answers; resolves when its form is closed. */
    async openCallForm(method) {
        const { orm, action } = this.store.env.services;
        const form = await orm.call("mail.activity", method, [[this.id]]);
        await new Promise((resolve) => action.doAction(form, { onClose: resolve }));
    },
});

patch(Activity.prototype, {
    async onClickMarkAsDone(ev) {
        if (!this.props.activity.is_report_demanded) {
            return super.onClickMarkAsDone(ev);
        }
        await this.openCallForm("action_report_call");
    },

    async unlink() {
        if (!this.props.activity.is_report_demanded) {
            return super.unlink();
        }
        await this.openCallForm("action_cancel_call");
    },

    async openCallForm(method) {
        const thread = this.thread;
        await this.props.activity.openCallForm(method);
        this.props.onActivityChanged(thread);
        await thread.fetchNewMessages();
    },
});

patch(ActivityListPopoverItem.prototype, {
    async onClickMarkAsDone() {
        if (!this.props.activity.is_report_demanded) {
            return super.onClickMarkAsDone();
        }
        await this.openCallForm("action_report_call");
    },

    unlink() {
        if (!this.props.activity.is_report_demanded) {
            return super.unlink();
        }
        this.openCallForm("action_cancel_call");
    },

    async openCallForm(method) {
        this.props.onClickEditActivityButton?.(); // closes the list of activities
        const onActivityChanged = this.props.onActivityChanged;
        await this.props.activity.openCallForm(method);
        onActivityChanged?.();
    },
});
