import { registry } from "@web/core/registry";
import { formatPercentage } from "@web/views/fields/formatters";

/**
 * A share in a pivot. The stock "percentage" shows 0% where there is no share at all: a rate of too few calls, or of
 * nothing, has to stay empty.
 */
export function formatShare(value, options = {}) {
    return typeof value === "number" ? formatPercentage(value, { ...options, digits: [16, 1] }) : "";
}

registry.category("formatters").add("sales_share", formatShare);
