"""A user of the running server, as the web client talks to it, and a server for as long as one is needed."""
import contextlib
import socket
import subprocess
import sys
import time

import requests

TIMEOUT = 600


class Refused(Exception):
    """The server answered with an error; `name` is the Python class of it, such as odoo.exceptions.AccessError."""

    def __init__(self, error):
        self.name = error.get("data", {}).get("name")
        super().__init__(error.get("data", {}).get("message") or error["message"])


class Client:
    """One signed-in session."""

    def __init__(self, url, database, login, password):
        self.url, self.http = url, requests.Session()
        signed_in = self.post("/web/session/authenticate", db=database, login=login, password=password)
        self.uid = signed_in["uid"]

    def post(self, path, **params):
        answer = self.http.post(self.url + path, json={"jsonrpc": "2.0", "params": params}, timeout=TIMEOUT)
        answer.raise_for_status()
        if "error" in answer.json():
            raise Refused(answer.json()["error"])
        return answer.json()["result"]

    def call(self, model, method, *args, **kwargs):
        return self.post(f"/web/dataset/call_kw/{model}/{method}", model=model, method=method, args=args, kwargs=kwargs)

    def search_read(self, model, domain, fields, **kwargs):
        return self.call(model, "search_read", domain, fields, **kwargs)

    def upload(self, path, file, **fields):
        """Post a file the way a form does, with the session's own request token."""
        fields["csrf_token"] = self._csrf_token()
        answer = self.http.post(self.url + path, data=fields, files={"ufile": file}, timeout=TIMEOUT)
        answer.raise_for_status()
        return answer.json()

    def _csrf_token(self):
        page = self.http.get(f"{self.url}/odoo", timeout=TIMEOUT).text
        return page.split('csrf_token: "')[1].split('"')[0]


@contextlib.contextmanager
def serve(database, log):
    """Run Odoo on a free port; yields its address. Its output goes to the open file `log`."""
    port = _free_port()
    command = [sys.executable, "-m", "odoo", "server", "-d", database, "--http-port", str(port),
               "--max-cron-threads", "0", "--log-level", "warn"]
    process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)
    try:
        url = f"http://127.0.0.1:{port}"
        _wait_until_it_answers(process, url)
        yield url
    finally:
        process.terminate()
        process.wait(timeout=30)


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_until_it_answers(process, url, seconds=60):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"Odoo stopped with code {process.returncode} before it answered.")
        with contextlib.suppress(requests.ConnectionError):
            if requests.get(f"{url}/web/health", timeout=5).ok:
                return
        time.sleep(0.2)
    raise RuntimeError(f"Odoo did not answer within {seconds} s.")
