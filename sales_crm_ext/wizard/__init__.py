from . import sales_call_cancel
from . import sales_channel_map
