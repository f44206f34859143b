from .install import addressees, channels, groups, removal, scopes


def pre_init_hook(env):
    """Give every client and lead its owner and scope by SQL, before the ORM would compute them row by row."""
    channels.prepare(env.cr)
    scopes.take_over(env.cr)


def post_init_hook(env):
    """Give people the groups that their present work asks for, and write down who got what. Whom they wrote to is known."""
    scopes.set_statistics(env.cr)
    addressees.collect(env.cr)
    groups.grant(env)
    env["sales.client.takeover"]._record_install()
    env["crm.lead"]._begin_first_responses()


def uninstall_hook(env):
    """Leave every user with the stock group below the ones that go, and nothing that holds on to our records."""
    groups.give_back(env)
    removal.release_records(env)
