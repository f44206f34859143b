"""An SMTP server of our own, on 127.0.0.1: it keeps what it takes, refuses whom it is told to, and can let two senders wait
for each other."""
import email
import email.policy
import os
import re
import socketserver
from dataclasses import dataclass
from itertools import count

from tests.local_server import LocalServer

_PATH = re.compile(r"<(.*?)>")
_NO_SUCH_USER = "550 5.1.1 No such user"
_notices = count(1)
_BOUNCE = """From: MAILER-DAEMON@mx.client.ru
To: {mailbox}
Message-Id: <notice-{number}@mx.client.ru>
Subject: Undelivered Mail Returned to Sender
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

No such user.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.client.ru

Final-Recipient: rfc822; {recipient}
Action: failed
Status: 5.1.1

--b
Content-Type: text/rfc822-headers

Message-Id: {message_id}

--b--
"""


def make_bounce(mailbox, recipient, message_id):
    """The text of a notice to `mailbox` that the letter `message_id` did not reach `recipient`."""
    return _BOUNCE.format(
        mailbox=mailbox, recipient=recipient, message_id=message_id, number=f"{os.getpid()}-{next(_notices)}")


@dataclass
class Letter:
    """One letter that was taken, for the addressees that were."""
    sender: str
    recipients: list
    message: email.message.EmailMessage


class MailServer(LocalServer, socketserver.ThreadingTCPServer):
    """:attr:`letters` are those it took; addresses in :attr:`refused` get no letter; who writes to an address of
    :attr:`meeting` waits, before the letter is taken, until as many do as the barrier there wants.
    """

    def __init__(self):
        super().__init__(_Conversation)
        self.letters, self.refused, self.meeting = [], set(), {}

    def find(self, recipient):
        return [letter for letter in self.letters if recipient in letter.recipients]


class _Conversation(socketserver.StreamRequestHandler):
    """The few words of RFC 5321 that a sender needs."""

    def handle(self):
        self._sender, self._recipients = "", []
        self._say("220 mail server of the tests")
        while line := self.rfile.readline():
            verb, _blank, rest = line.decode("utf-8", "replace").strip().partition(" ")
            answer = getattr(self, f"_do_{verb.lower()}", self._do_other)(rest)
            self._say(answer)
            if verb.upper() == "QUIT":
                return

    def _say(self, text):
        self.wfile.write(f"{text}\r\n".encode())

    def _do_mail(self, rest):
        self._sender, self._recipients = _PATH.search(rest)[1], []
        return "250 OK"

    def _do_rcpt(self, rest):
        recipient = _PATH.search(rest)[1]
        if recipient in self.server.refused:
            return _NO_SUCH_USER
        self._recipients.append(recipient)
        return "250 OK"

    def _do_data(self, _rest):
        self._say("354 Go on")
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line[1:] if line.startswith(b"..") else line)
        for recipient in self._recipients:
            if recipient in self.server.meeting:
                self.server.meeting[recipient].wait(timeout=60)
        message = email.message_from_bytes(b"".join(lines), policy=email.policy.default)
        self.server.letters.append(Letter(self._sender, self._recipients, message))
        return "250 OK"

    def _do_quit(self, _rest):
        return "221 Bye"

    def _do_other(self, _rest):
        """EHLO, RSET, NOOP: no extension is offered, and nothing is refused."""
        return "250 OK"
