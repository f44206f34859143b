import { patch } from "@web/core/utils/patch";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";
import { PhoneField } from "@web/views/fields/phone/phone_field";

const CALLED_MODELS = ["crm.lead", "mail.activity", "res.partner"];

/** A number that is dialled is a call: its report is owed from then on, and opens over the screen. */
patch(PhoneField.prototype, {
    setup() {
        super.setup();
        this.salesAction = useService("action");
        this.salesOrm = useService("orm");
    },

    async onDial(ev) {
        const { resModel, resId } = this.props.record;
        if (!resId || !CALLED_MODELS.includes(resModel)) {
            return; // the link dials
        }
        ev.preventDefault();
        ev.stopPropagation();
        const href = ev.currentTarget.href;
        if (!(await user.hasGroup("sales_team.group_sale_salesman"))) {
            window.open(href, "_blank");
            return;
        }
        const action = await this.salesOrm.call(resModel, "action_start_call", [[resId]]);
        await this.salesAction.doAction(action);
    },
});
