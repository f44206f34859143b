"""Groups that people get on installation, and what stock Odoo gets back on removal."""
from odoo.fields import Command

from ..models.res_users import CLIENT_BASE_ALL, LEADER, SALESMAN


def grant(env):
    """Leaders of teams become team leaders; internal users outside sales go on working with all clients."""
    env["crm.team"].search([("user_id", "!=", False)]).user_id._grant_team_leader()
    internal = env["res.users"].with_context(active_test=False).search([("share", "=", False)])
    outside_sales = internal.filtered(lambda user: not user._has_group(SALESMAN))
    outside_sales.write({"group_ids": [Command.link(env.ref(CLIENT_BASE_ALL).id)]})


def give_back(env):
    """Members of the leaders' group keep the salesperson's: otherwise they would be left without any."""
    leaders = env.ref(LEADER).with_context(active_test=False).user_ids
    leaders.write({"group_ids": [Command.link(env.ref(SALESMAN).id)]})
