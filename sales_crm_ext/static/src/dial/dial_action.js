import { registry } from "@web/core/registry";

/** Dials by the program that the computer has for it, and goes on with the report of the call. */
function dial(env, action) {
    const { phone, next } = action.params;
    if (phone) {
        const link = document.createElement("a");
        link.href = `tel:${phone.replace(/\s+/g, "")}`;
        link.target = "_blank"; // as the link of the number itself: the page stays
        link.click();
    }
    return next;
}

registry.category("actions").add("sales_crm_ext_dial", dial);
