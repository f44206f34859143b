import { Component, onWillStart, useState } from "@odoo/owl";
import { Dropdown } from "@web/core/dropdown/dropdown";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useDebounced } from "@web/core/utils/timing";
import { user } from "@web/core/user";

const COLORS = { reached: "success", on_track: "success", behind: "warning", off_track: "danger" };
// What a saved report changes comes in one go.
const PAUSE = 500;

/** Today's quotas in small: the first one in the top bar, all of them on a click. */
class SalesProgress extends Component {
    static template = "sales_crm_ext.SalesProgress";
    static components = { Dropdown };
    static props = {};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ quotas: [] });
        onWillStart(() => this.load());
        const reload = useDebounced(() => this.load(), PAUSE);
        useService("bus_service").subscribe("sales_crm_ext.progress", reload);
    }

    async load() {
        if (await user.hasGroup("sales_team.group_sale_salesman")) {
            this.state.quotas = await this.orm.silent.call("sales.day", "get_progress", []);
        }
    }

    get first() {
        return this.state.quotas[0];
    }

    getColor(quota) {
        return COLORS[quota.pace];
    }

    getPercent(quota) {
        return Math.min(100, Math.round((100 * quota.done) / quota.target));
    }

    openDay() {
        this.action.doAction("sales_crm_ext.sales_day_action_server", { clearBreadcrumbs: true });
    }
}

registry.category("systray").add("sales_crm_ext.progress", { Component: SalesProgress }, { sequence: 30 });
