import { registry } from "@web/core/registry";
import { floatField } from "@web/views/fields/float/float_field";
import { formatFloat } from "@web/views/fields/formatters";

/** 30 instead of 30,00, and 26,25 where a short day asks for that: in lists with their totals, forms and pivots. */
registry
    .category("formatters")
    .add("sales_number", (value, options = {}) => formatFloat(value, { ...options, trailingZeros: false }));

registry.category("fields").add("sales_number", {
    ...floatField,
    extractProps: (fieldInfo) => ({ ...floatField.extractProps(fieldInfo), trailingZeros: false }),
});
