from odoo import fields, models


class CrmTeam(models.Model):
    _name = "crm.team"
    _inherit = ["crm.team"]

    has_own_stages = fields.Boolean(
        "Own Stages Only",
        help="The pipeline of the team shows its own stages and not those shared with all teams. Deals that stand in a"
             " shared stage keep it until they are moved.")
