import { StatusBarDurationField } from "@mail/views/fields/statusbar_duration/statusbar_duration_field";
import { patch } from "@web/core/utils/patch";

/**
 * A stage that refuses a deal leaves it where it was. Stock keeps the new stage in the form, unsaved, and every other
 * button saves the form first: each would be refused for the same reason.
 */
patch(StatusBarDurationField.prototype, {
    async selectItem() {
        const { name, record } = this.props;
        if (record.resModel !== "crm.lead") {
            return super.selectItem(...arguments);
        }
        const stage = record.data[name];
        const wasDirty = await record.isDirty();
        try {
            await super.selectItem(...arguments);
        } catch (error) {
            if (wasDirty) {
                await record.update({ [name]: stage });
            } else {
                await record.discard();
            }
            throw error;
        }
    },
});
