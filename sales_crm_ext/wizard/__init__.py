from . import sales_channel_map
