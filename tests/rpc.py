"""Odoo's two remote interfaces, as an outsider uses them: the web client's JSON-RPC, and XML-RPC."""
import json
import mimetypes
import urllib.request
import uuid
import xmlrpc.client
from http.cookiejar import CookieJar


class RpcError(Exception):
    """The server answered with an error; `name` is the Python class there, `text` what the user would read."""

    def __init__(self, error):
        data = error.get("data") or {}
        self.name, self.text, self.debug = data.get("name", ""), data.get("message", ""), data.get("debug", "")
        super().__init__(f"{self.name}: {self.text}")


class Client:
    """A logged-in person.

    :raises RpcError: the login is refused
    """

    def __init__(self, url, database, login, password):
        self.url, self.database, self._password = url, database, password
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        answer = self.post("/web/session/authenticate", db=database, login=login, password=password)
        self.uid, self.context = answer["uid"], answer["user_context"]

    def post(self, route, **parameters):
        """Call a JSON-RPC route of the web client; returns its result."""
        body = json.dumps({"jsonrpc": "2.0", "method": "call", "id": 1, "params": parameters}).encode()
        request = urllib.request.Request(self.url + route, body, {"Content-Type": "application/json"})
        with self._opener.open(request, timeout=120) as response:
            answer = json.load(response)
        if "error" in answer:
            raise RpcError(answer["error"])
        return answer.get("result")

    def get(self, route):
        """Status and body of a page, as the logged-in person."""
        try:
            with self._opener.open(self.url + route, timeout=120) as response:
                return response.status, response.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()

    def upload(self, route, name, content, **fields):
        """Post a file as the form field `ufile`, as the web client does, with the session's own request token."""
        fields["csrf_token"] = self.get("/odoo")[1].decode().split('csrf_token: "')[1].split('"')[0]
        boundary = uuid.uuid4().hex
        parts = [f'--{boundary}\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{value}\r\n'.encode()
                 for field, value in fields.items()]
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        head = (f'--{boundary}\r\nContent-Disposition: form-data; name="ufile"; filename="{name}"\r\n'
                f"Content-Type: {kind}\r\n\r\n").encode()
        request = urllib.request.Request(
            self.url + route, b"".join([*parts, head, content, f"\r\n--{boundary}--\r\n".encode()]),
            {"Content-Type": f"multipart/form-data; boundary={boundary}"})
        with self._opener.open(request, timeout=120) as response:
            return json.load(response)

    def call(self, model, method, *arguments, **keywords):
        """`method` of `model` with the person's own context, like the web client does it."""
        keywords["context"] = {**self.context, **keywords.get("context", {})}
        return self.post(f"/web/dataset/call_kw/{model}/{method}", model=model, method=method, args=list(arguments),
                         kwargs=keywords)

    def xmlrpc(self, model, method, *arguments, **keywords):
        """The same through XML-RPC, which knows no session.

        :raises xmlrpc.client.Fault: the server answered with an error
        """
        proxy = xmlrpc.client.ServerProxy(f"{self.url}/xmlrpc/2/object", allow_none=True)
        return proxy.execute_kw(self.database, self.uid, self._password, model, method, list(arguments), keywords)
