import { BaseImportModel } from "@base_import/import_model";
import { patch } from "@web/core/utils/patch";

/**
 * Remarks about rows are no errors: the rows come in. Stock's screen knows errors only.
 */
patch(BaseImportModel.prototype, {
    _handleImportErrors(messages, name) {
        const errors = messages.filter((message) => !message.is_remark);
        const isHandled = errors.length ? super._handleImportErrors(errors, name) : false;
        for (const remark of messages.filter((message) => message.is_remark)) {
            this._addMessage(remark.type, [remark.message]);
        }
        return isHandled;
    },
});
