from . import sales_call_cancel
