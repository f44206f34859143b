"""TCP ports on 127.0.0.1."""
import socket

from .say import Refusal


def checked(text):
    """The port as a number.

    :raises workshop.say.Refusal: not a port, not allowed, or taken by another program
    """
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise Refusal(f"PORT={text} is not a port: give a number from 1 to 65535, for example PORT=8070.")
    port = int(text)
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError:
            raise Refusal(f"Port {port} needs root: choose one above 1023, for example PORT=8070.") from None
        except OSError:
            raise Refusal(f"Port {port} is taken by another program: stop it, or choose another port, for example"
                          f" PORT={port + 1 if port < 65535 else 8070}.") from None
    return port


def free():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
