import { registry } from "@web/core/registry";

/** The form for the client `name` is open and has the focus. */
function formOf(name) {
    return {
        content: `The report of the call with ${name} is open`,
        trigger: `.modal .o_sales_call_form .o_field_widget[name=partner_id] input:value(${name})`,
    };
}

const FORM = ".modal .o_sales_call_form";

registry.category("web_tour.tours").add("sales_crm_ext_call_queue", {
    steps: () => [
        { trigger: ".o_data_row:contains(Boiler House 0)" },
        { content: "Go to the first row", trigger: ".o_searchview_input:focus", run: "press ArrowDown" },
        { trigger: ".o_list_table :focus", run: "press ArrowDown" },
        { content: "Open it", trigger: ".o_data_row:first :focus", run: "press Enter" },
        formOf("Boiler House 0"),
        { trigger: `${FORM} [name=outcome_id] input:focus`, run: "edit Interested" },
        { trigger: ".o-autocomplete--dropdown-item:contains(Interested)" },
        { trigger: `${FORM} [name=outcome_id] input`, run: "press Enter" },
        { content: "The demands of the outcome are named", trigger: `${FORM} [name=demand_hint]:contains(Next Contact)` },
        { trigger: `${FORM} [name=topic] textarea`, run: "edit Compared pumps CNS 38 and K 100-65, they need 90 cubic metres an hour" },
        { trigger: `${FORM} [name=agreement] textarea`, run: "edit all ok" },
        { trigger: `${FORM} [name=stop_point] textarea`, run: "edit The financial director approves the repair budget on Monday" },
        { trigger: `${FORM} [name=next_contact_at] input`, run: "edit +2d" },
        { trigger: `${FORM} [name=next_contact_at] input`, run: "press Alt+q" },
        { content: "Refused, with the field", trigger: ".modal:contains(nothing you typed is lost):contains(Agreed)" },
        { trigger: ".modal:contains(nothing you typed is lost) button.btn-primary", run: "press Escape" },
        { content: "What was typed is there", trigger: `${FORM} [name=topic] textarea:value(Compared pumps)` },
        { trigger: `${FORM} [name=agreement] textarea`, run: "edit Send the price list and the CNS 38 passport by Friday" },
        { trigger: `${FORM} [name=agreement] textarea`, run: "press Alt+q" },
        formOf("Boiler House 1"),
        { trigger: `${FORM} [name=outcome_id] input`, run: "press Alt+n" },
        formOf("Boiler House 2"),
        { trigger: `${FORM} [name=outcome_id] input`, run: "press Alt+b" },
        { trigger: ".o_notification:contains(The next call is planned)" },
        { trigger: "body:not(:has(.modal))" },
    ],
});

registry.category("web_tour.tours").add("sales_crm_ext_call_chatter", {
    steps: () => [
        { trigger: ".o-mail-Activity-markDone", run: "click" },
        { content: "The report, not the feedback", trigger: `${FORM} [name=outcome_id] input:focus` },
        { trigger: `${FORM} [name=outcome_id] input`, run: "press Alt+v" },
        { trigger: ".o_notification:contains(Next attempt)" },
        { content: "The next attempt is planned", trigger: "body:not(:has(.modal)) .o-mail-Activity:contains(Pumps) .o_sales_contact_time" },
        { trigger: ".o-mail-Message:contains(Voicemail)" },
        { trigger: ".o-mail-Activity button.btn-danger", run: "click" },
        { trigger: ".modal [name=reason] textarea", run: "edit The client closed the boiler house in May" },
        { trigger: ".modal [name=reason] textarea", run: "press Alt+q" },
        { trigger: ".o-mail-Message:contains(closed the boiler house)" },
        { trigger: "body:not(:has(.o-mail-Activity))" },
    ],
});
