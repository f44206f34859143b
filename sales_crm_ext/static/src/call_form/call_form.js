import { registry } from "@web/core/registry";
import { getTabableElements } from "@web/core/utils/ui";
import { FormController } from "@web/views/form/form_controller";
import { formView } from "@web/views/form/form_view";

/**
 * A refused report is mended by keys: its buttons are disabled while they work and so lose the focus, and Tab would go on
 * in the page behind the form.
 */
class SalesCallFormController extends FormController {
    async afterExecuteActionButton(clickParams) {
        await super.afterExecuteActionButton(clickParams);
        if (this.rootRef.el && document.activeElement === document.body) {
            getTabableElements(this.rootRef.el)[0]?.focus();
        }
    }
}

registry.category("views").add("sales_call_form", { ...formView, Controller: SalesCallFormController });
