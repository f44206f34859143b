"""A push service of our own, on 127.0.0.1, and a browser's subscription to it.

It takes what a server sends (RFC 8030), and the subscription reads it as the browser would: the content is encrypted for
the keys of the subscription (RFC 8291, in one record of RFC 8188), the sender is known by the key it signs with (RFC 8292).
"""
import json
import os
import struct
from base64 import urlsafe_b64decode, urlsafe_b64encode
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.local_server import LocalServer

_CURVE = ec.SECP256R1()
_POINT = Encoding.X962, PublicFormat.UncompressedPoint
_HEADER = struct.Struct("!16sLB")


class PushService(LocalServer, ThreadingHTTPServer):
    """:meth:`subscribe` is what a browser does when its user allows notifications."""

    def __init__(self):
        super().__init__(_Request)
        self._subscriptions = {}

    def subscribe(self, server_key):
        subscription = Subscription(f"http://127.0.0.1:{self.port}/{len(self._subscriptions)}", server_key)
        self._subscriptions[f"/{len(self._subscriptions)}"] = subscription
        return subscription

    def take(self, path, headers, body):
        self._subscriptions[path].take(headers, body)


class Subscription:
    """`received` is what the service worker would get, in order."""

    def __init__(self, endpoint, server_key):
        self.endpoint, self._server_key = endpoint, server_key
        self._private, self._auth = ec.generate_private_key(_CURVE), os.urandom(16)
        self.received = []

    @property
    def keys(self):
        return {"p256dh": _encode(self._public), "auth": _encode(self._auth)}

    @property
    def _public(self):
        return self._private.public_key().public_bytes(*_POINT)

    def take(self, headers, body):
        self._check_sender(headers["Authorization"])
        assert headers["Content-Encoding"] == "aes128gcm"
        assert int(headers["TTL"]) > 0  # the browser may be asleep
        self.received.append(json.loads(self._decrypt(body)))

    def _check_sender(self, authorization):
        fields = dict(field.strip().split("=", 1) for field in authorization.removeprefix("vapid ").split(","))
        assert fields["k"] == self._server_key
        signed, _dot, signature = fields["t"].rpartition(".")
        numbers = [int.from_bytes(part, "big") for part in (_decode(signature)[:32], _decode(signature)[32:])]
        key = ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, _decode(self._server_key))
        key.verify(utils.encode_dss_signature(*numbers), signed.encode(), ec.ECDSA(hashes.SHA256()))

    def _decrypt(self, body):
        salt, _record_size, length = _HEADER.unpack_from(body)
        sender, record = body[_HEADER.size:_HEADER.size + length], body[_HEADER.size + length:]
        shared = self._private.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, sender))
        secret = _derive(shared, self._auth, b"WebPush: info\0" + self._public + sender, 32)
        key = _derive(secret, salt, b"Content-Encoding: aes128gcm\0", 16)
        nonce = _derive(secret, salt, b"Content-Encoding: nonce\0", 12)
        content, delimiter, _padding = AESGCM(key).decrypt(nonce, record, None).rpartition(b"\2")
        assert delimiter
        return content


def _derive(secret, salt, info, length):
    return HKDF(hashes.SHA256(), length, salt, info).derive(secret)


def _encode(value):
    return urlsafe_b64encode(value).rstrip(b"=").decode()


def _decode(text):
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


class _Request(BaseHTTPRequestHandler):
    def do_POST(self):
        try:
            self.server.take(self.path, self.headers, self.rfile.read(int(self.headers["Content-Length"])))
        except Exception as error:  # told to who sends
            self.send_error(400, repr(error))
        else:
            self.send_response(201)
            self.end_headers()

    def log_message(self, *_arguments):
        pass
