def pre_init_hook(env):
    """Filled by the access work."""


def post_init_hook(env):
    """Filled by the access work."""


def uninstall_hook(env):
    """Filled by the access work."""
