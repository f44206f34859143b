"""What the servers that the tests talk to have in common."""
import threading


class LocalServer:
    """To mix into a threading server of `socketserver`: as a context manager it serves on :attr:`port` of 127.0.0.1."""
    daemon_threads = True

    def __init__(self, handler):
        super().__init__(("127.0.0.1", 0), handler)
        self.port = self.server_address[1]

    def __enter__(self):
        threading.Thread(target=self.serve_forever, daemon=True).start()
        return super().__enter__()

    def __exit__(self, *error):
        self.shutdown()
        return super().__exit__(*error)
