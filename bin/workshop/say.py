"""Progress and refusals, in sentences. Everything goes to stderr: stdout belongs to the command's own output."""
import errno
import os
import subprocess
import sys
import threading
import time
from contextlib import contextmanager

_START = time.monotonic()
_HEARTBEAT = 10  # seconds of silence after which somebody who watches wants to know how far it is
NO_SPACE = "The disk is full: free some space and run the command again."
NETWORK_MARKS = ("temporary failure", "could not resolve", "network is unreachable", "timed out",
                 "failed to establish a new connection", "could not connect", "unable to connect", "proxyerror",
                 "connection refused", "name or service not known", "no route to host")
_count = {"done": 0, "expected": 0}


class Refusal(Exception):
    """The set-up cannot go on; the text says what is wrong and what to do."""


def say(text):
    if not os.environ.get("WORKSHOP_QUIET"):
        print(f"[{time.monotonic() - _START:4.0f} s] {text}", file=sys.stderr, flush=True)


def expect(steps):
    """Number the coming steps, so that who watches knows how many are left."""
    _count.update(done=0, expected=steps)


@contextmanager
def step(text, progress=None):
    """Announce a piece of work and how long it took; while it runs, say every few seconds what `progress()` returns."""
    _count["done"] += 1
    number = f"{_count['done']} of {_count['expected']}: " if _count["done"] <= _count["expected"] else ""
    say(f"{number}{text} …")
    start = time.monotonic()
    over = threading.Event()
    watcher = threading.Thread(target=_beat, args=(over, progress), daemon=True)
    watcher.start()
    try:
        yield
    finally:
        over.set()
        watcher.join()
    say(f"{number}{text}: done in {time.monotonic() - start:.0f} s")


def _beat(over, progress):
    while not over.wait(_HEARTBEAT):
        text = progress and progress()
        say(f"    … {text}" if text else "    … still at it")


def run(command, why, network=False, **options):
    """Run `command` quietly and return its output.

    :param network: the command downloads, so its failure may mean that the network does not answer
    :raises Refusal: it failed; the text starts with `why` and ends with the command's last lines
    """
    done = subprocess.run(command, **{"text": True, "errors": "replace", "capture_output": True,
                                      "stdin": None if "input" in options else subprocess.DEVNULL, **options})
    if done.returncode:
        raise Refusal(explain(why, (done.stdout or "") + (done.stderr or ""), network))
    return done.stdout


def explain(why, output, network=False):
    """`why` in view of a failed command's output, and the end of that output."""
    lowered = output.lower()
    if "no space left" in lowered:
        why = NO_SPACE
    elif network and any(mark in lowered for mark in NETWORK_MARKS):
        why += " The network does not answer: check the connection (and the proxy settings) and run the command again."
    tail = "\n".join("    " + line for line in output.strip().splitlines()[-8:])
    return f"{why}\n{tail}" if tail else why


def main(function, arguments):
    """Run a command's `function`; a refusal, a full disk or an interruption ends in a sentence, not a traceback."""
    try:
        sys.exit(function(arguments))
    except Refusal as refusal:
        print(f"\n{refusal}", file=sys.stderr)
        sys.exit(1)
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        print(f"\n{NO_SPACE}", file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        print("\nInterrupted; the next run continues from here.", file=sys.stderr)
        sys.exit(130)
