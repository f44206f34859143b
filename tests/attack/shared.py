"""What the seed and the attacks agree upon."""
# Shown to every employee by Odoo, and no client's.
NOT_MARKED = {"discuss.channel": "a room open to all employees; its members are marked"}
