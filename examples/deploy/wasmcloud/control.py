"""Orders to wasmCloud hosts, as its operator sends them: JSON over NATS. Needs Python's standard library alone.

    control.py hosts COUNT                        waits for hosts, and prints their ids, in order of their HTTP ports
    control.py start HOST NAME IMAGE DOMAIN       starts the component of an image, for requests to that domain
    control.py status HOST NAME
    control.py stop HOST NAME

The environment variable NATS is HOST:PORT of the server.
"""

import json
import os
import socket
import sys
import time

PATIENCE = 60


class Nats:
    """A connection, with as much of the protocol as is needed here."""

    def __init__(self):
        host, port = os.environ["NATS"].rsplit(":", 1)
        self.socket = socket.create_connection((host, int(port)), PATIENCE)
        self.file = self.socket.makefile("rb")
        self.subscriptions = 0
        self.file.readline()  # INFO
        options = {"verbose": False, "pedantic": False, "headers": True, "no_responders": True}
        self.send(f"CONNECT {json.dumps(options)}\r\nPING\r\n".encode())
        while self.file.readline().strip() != b"PONG":
            pass

    def send(self, data):
        self.socket.sendall(data)

    def subscribe(self, subject):
        self.subscriptions += 1
        self.send(f"SUB {subject} {self.subscriptions}\r\n".encode())

    def receive(self):
        """The content of the next message."""
        while line := self.file.readline():
            kind, *words = line.split()
            if kind == b"PING":
                self.send(b"PONG\r\n")
            elif kind == b"-ERR":
                raise OSError(line.decode().strip())
            elif kind in (b"MSG", b"HMSG"):
                data = self.file.read(int(words[-1]) + 2)[:-2]
                head = int(words[-2]) if kind == b"HMSG" else 0
                if data[:head].startswith(b"NATS/1.0 503"):
                    raise LookupError("no host has that id")
                return json.loads(data[head:])
        raise EOFError("the NATS server is gone")

    def request(self, subject, message):
        inbox = f"_INBOX.{os.getpid()}.{time.monotonic_ns()}"
        self.subscribe(inbox)
        data = json.dumps(message).encode()
        self.send(f"PUB {subject} {inbox} {len(data)}\r\n".encode() + data + b"\r\n")
        return self.receive()


def hosts(count):
    """The ids of hosts by their heartbeats: the first comes when a host starts."""
    nats = Nats()
    nats.subscribe("runtime.operator.heartbeat.*")
    print("listening", file=sys.stderr, flush=True)
    found = {}
    while len(found) < count:
        beat = nats.receive()
        found[beat["id"]] = beat["httpPort"]
    return sorted(found, key=found.get)


def interface(package, *names, version=None, config=None):
    wanted = {"namespace": "wasi", "package": package, "interfaces": list(names)}
    if version:
        wanted["version"] = version
    if config:
        wanted["config"] = config
    return wanted


def workload(name, image, domain):
    interfaces = [
        interface("http", "incoming-handler", config={"host": domain}),
        interface("keyvalue", "store", "atomics", "batch", version="0.2.0-draft"),
    ]
    world = {"components": [{"name": "app", "image": image}], "hostInterfaces": interfaces}
    described = {"namespace": "default", "name": name, "annotations": {}, "volumes": [], "witWorld": world}
    return {"workloadId": name, "workload": described}


def main(command, *args):
    if command == "hosts":
        print("\n".join(hosts(int(args[0]))))
        return
    host, name, *rest = args
    message = workload(name, *rest) if command == "start" else {"workloadId": name}
    answer = Nats().request(f"runtime.host.{host}.workload.{command}", message)
    print(json.dumps(answer))


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
