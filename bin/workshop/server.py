"""A running Odoo server as a child process."""
import os
import signal
import subprocess
import time
import urllib.error
import urllib.request

from .say import Refusal, explain

STARTING_SECONDS = 120


class Server:
    """Serves one database on 127.0.0.1; as a context manager it waits until it answers, and stops at the end.

    :param output: where the server's log goes: a path, or None for this process's stderr
    """

    def __init__(self, database, port, env, output=None, arguments=()):
        self.database, self.port, self.env, self.output = database, port, env, output
        self.url = f"http://127.0.0.1:{port}"
        self._arguments = arguments
        self._process = None

    def __enter__(self):
        log = self.output.open("w") if self.output else None
        self._process = subprocess.Popen(
            ["python", "-m", "odoo", "server", "-d", self.database, f"--db-filter=^{self.database}$",
             "--no-database-list", "--http-interface=127.0.0.1", f"--http-port={self.port}", *self._arguments],
            env=self.env, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)
        try:
            self._wait_until_it_answers()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_error):
        self.stop()

    def _wait_until_it_answers(self):
        deadline = time.monotonic() + STARTING_SECONDS
        while time.monotonic() < deadline:
            if self._process.poll() is not None:
                break
            try:
                urllib.request.urlopen(f"{self.url}/web/login", timeout=30).close()
                return
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                time.sleep(0.2)
        log = self.output.read_text(errors="replace") if self.output else ""
        raise Refusal(explain(f"Odoo did not start serving {self.database} on port {self.port}.", log))

    def wait(self):
        """Until the server ends by itself; returns its exit code."""
        return self._process.wait()

    def stop(self):
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
            try:
                self._process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                os.killpg(self._process.pid, signal.SIGKILL)
                self._process.wait()
