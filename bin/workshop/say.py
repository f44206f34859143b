"""Progress and refusals, in sentences. Everything goes to stderr: stdout belongs to the command's own output."""
import os
import subprocess
import sys
import time
from contextlib import contextmanager

_START = time.monotonic()


class Refusal(Exception):
    """The set-up cannot go on; the text says what is wrong and what to do."""


def say(text):
    if not os.environ.get("WORKSHOP_QUIET"):
        print(f"[{time.monotonic() - _START:5.0f} s] {text}", file=sys.stderr, flush=True)


@contextmanager
def step(text):
    """Announce a piece of work, and how long it took once it is over."""
    say(f"{text} …")
    start = time.monotonic()
    yield
    say(f"{text}: done in {time.monotonic() - start:.0f} s")


def run(command, why, **options):
    """Run `command` quietly; on failure raise a Refusal that starts with `why` and ends with the command's last lines."""
    done = subprocess.run(command, text=True, capture_output=True, **options)
    if done.returncode:
        raise Refusal(explain(why, done.stdout + done.stderr))
    return done.stdout


def explain(why, output):
    lowered = output.lower()
    if "no space left" in lowered:
        why = "The disk is full: free some space and run the command again."
    elif any(mark in lowered for mark in ("temporary failure", "could not resolve", "network is unreachable",
                                          "failed to establish a new connection", "connection timed out",
                                          "could not connect")):
        why += " The network does not answer: check the connection (and the proxy settings) and run the command again."
    tail = "\n".join("    " + line for line in output.strip().splitlines()[-8:])
    return f"{why}\n{tail}" if tail else why


def main(function):
    """Run a command's `function`; a Refusal or an interruption ends it with a sentence instead of a traceback."""
    try:
        sys.exit(function(sys.argv[1:]))
    except Refusal as refusal:
        print(f"\n{refusal}", file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
