"""Run the files of benchmarks/, one after the other; each prints its own figures."""
import subprocess

from .. import paths, setup
from ..say import Refusal, say


def main(names):
    known = {path.stem: path for path in sorted((paths.ROOT / "benchmarks").glob("[!_]*.py"))}
    if unknown := [name for name in names if name not in known]:
        raise Refusal(f"benchmarks/ has no {', '.join(unknown)}; it has: {', '.join(known) or 'nothing yet'}.")
    env = setup.ensure()
    if not known:
        say("benchmarks/ has nothing yet.")
    failed = [name for name in names or known
              if subprocess.run(["python", str(known[name])], cwd=paths.ROOT, env=env).returncode]
    if failed:
        raise Refusal(f"Failed: {', '.join(failed)}.")
