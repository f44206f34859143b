import { Component, reactive, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { session } from "@web/session";
import { useService } from "@web/core/utils/hooks";

/** Overdue reports of calls: how many when the page opens, and whenever that changes. */
export const owedReportsService = {
    dependencies: ["bus_service", "notification"],

    start(env, { bus_service, notification }) {
        const owed = reactive(session.sales_crm_ext_reports_owed || { number: 0, message: "" });
        bus_service.subscribe("sales_crm_ext/reports_owed", (changed) => {
            if (changed.number > owed.number) {
                notification.add(changed.message, { type: "warning" });
            }
            Object.assign(owed, changed);
        });
        return owed;
    },
};

registry.category("services").add("sales_crm_ext_owed_reports", owedReportsService);

class OwedReports extends Component {
    static template = "sales_crm_ext.OwedReports";
    static props = {};

    setup() {
        this.owed = useState(useService("sales_crm_ext_owed_reports"));
        this.action = useService("action");
    }

    openReports() {
        this.action.doAction("sales_crm_ext.sales_call_action_due", { clearBreadcrumbs: true });
    }
}

registry.category("systray").add("sales_crm_ext.owed_reports", { Component: OwedReports }, { sequence: 26 });
