"""A person who sends one attack a request, over real HTTP, and looks for marks in every answer."""
import json
import re
import time
from dataclasses import dataclass

import requests

from . import decode, marks

SECONDS, SLOW = 60, 5
_TOKEN = re.compile(r'csrf_token: "([^"]+)"')


@dataclass
class Answer:
    status: int
    body: bytes
    marks: set

    @property
    def error(self):
        """Class and text of the server's error; empty for success."""
        found = self._data.get("error") if isinstance(self._data, dict) else None
        if isinstance(found, str):  # some routes word their own
            return found
        if found:
            data = found.get("data") or {}
            return f"{data.get('name', '')}: {data.get('message', '')}"
        return f"HTTP {self.status}" if self.status >= 400 else ""

    @property
    def is_refused(self):
        return any(word in self.error for word in ("AccessError", "AccessDenied", "HTTP 403"))

    @property
    def result(self):
        return self._data.get("result") if isinstance(self._data, dict) else None

    @property
    def _data(self):
        try:
            return json.loads(self.body)
        except ValueError:
            return None


class Attacker:
    """A session. Answers are opened only when `findings` are given: the suite's own questions need no look.

    :raises AssertionError: the login is refused
    """

    def __init__(self, running, login, findings=None, key="", debug=False):
        self.url, self.database, self.login, self.findings = running.url, running.database, login, findings
        self.key = key  # for programs
        self.session, self._empty = requests.Session(), set()
        answer = self.session.post(f"{self.url}/web/session/authenticate", json={
            "params": {"db": running.database, "login": login, "password": login}}, timeout=SECONDS).json()
        assert answer.get("result", {}).get("uid"), f"{login} cannot log in: {answer}"
        self.uid = answer["result"]["uid"]
        page = self.session.get(f"{self.url}/odoo", params={"debug": "1"} if debug else {}, timeout=SECONDS).text
        self.token = _TOKEN.search(page)[1]
        self.debug = "debug" if debug else "plain"

    def send(self, route, label, verb="POST", **request):
        """One request. `label` is (model, method, detail), for whoever reads the findings.

        An answer that does not come is an answer as well: its text is the reason.
        """
        started = time.monotonic()
        try:
            response = self.session.request(verb, self.url + route, timeout=SECONDS, **request)
            status, body = response.status_code, response.content
            head = "\n".join(f"{key}: {value}" for key, value in response.headers.items() if key != "Set-Cookie").encode()
        except requests.RequestException as error:
            status, body, head = 599, str(error).encode(), b""
        if (seconds := time.monotonic() - started) > SLOW:
            print(f"{seconds:.0f} s: {label}")
        answer = Answer(status, body, set())
        if self.findings is not None:
            # What the attacker sent comes back in refusals and page numbers: it is no news.
            answer.marks = (self._find_marks(head) | self._find_marks(body)) - marks.find(f"{route} {request}")
            self.findings.note_answer(route, label, answer)
        return answer

    def note(self, route, label, body):
        """An answer that came another way."""
        self.findings.note_answer(route, label, Answer(200, body, self._find_marks(body)))

    def _find_marks(self, body):
        """Files and forms come again and again: what was opened once and held no mark is not opened again."""
        key = hash(body)
        if key in self._empty:
            return set()
        found = set().union(*map(marks.find, decode.texts(body)))
        if not found:
            self._empty.add(key)
        return found

    def post(self, route, label, params):
        """A JSON-RPC route."""
        return self.send(route, label, json={"jsonrpc": "2.0", "method": "call", "id": 1, "params": params})

    def call(self, model, method, *args, detail="", route="/web/dataset/call_kw", **kwargs):
        """A method as the web client calls it."""
        kwargs["context"] = {"lang": "en_US", "tz": "Europe/Moscow", "active_test": False, **kwargs.get("context", {})}
        return self.post(f"{route}/{model}/{method}", (model, method, detail),
                         {"model": model, "method": method, "args": list(args), "kwargs": kwargs})
