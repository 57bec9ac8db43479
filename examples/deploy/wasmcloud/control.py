"""Orders to wasmCloud hosts, as its operator sends them: JSON over NATS. Needs Python's standard library alone.

    control.py hosts COUNT                        waits for hosts, and prints their ids, in order of their HTTP ports
    control.py start HOST NAME IMAGE DOMAIN...    starts the component of an image, for requests to these domains
        --allow HOST          it may send requests there; without one it may send none
        --env KEY=VALUE       a variable of its environment
        --config KEY=VALUE    a key of its `wasi:config`
        --pool N              keeps so many instances of WASI 0.3; without it each request has an instance of its own
        --at-once N           requests that one of them has at once; without it one
    control.py status HOST NAME
    control.py stop HOST NAME

The environment variable NATS is HOST:PORT of the server; without it 127.0.0.1:4222.
"""

import argparse
import json
import os
import socket
import sys
import time

PATIENCE = 60


class Nats:
    """A connection, with as much of the protocol as is needed here."""

    def __init__(self):
        host, port = os.environ.get("NATS", "127.0.0.1:4222").rsplit(":", 1)
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
                    sys.exit("error: no host has that id\nhelp: `control.py hosts 1` prints the id of the next that sends a sign of life")
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


def workload(options):
    domain, *aliases = options.domains
    config = {"host": domain}
    if aliases:
        config["host-aliases"] = ",".join(aliases)
    interfaces = [
        # That of WASI 0.2, and that of 0.3.
        interface("http", "incoming-handler", "handler", config=config),
        interface("keyvalue", "store", "atomics", "batch", version="0.2.0-draft"),
        interface("config", "store", version="0.2.0-rc.1"),
    ]
    resources = {"allowedHosts": options.allow, "environment": dict(options.env), "config": dict(options.config)}
    component = {"name": "app", "image": options.image, "localResources": resources}
    if options.pool:
        component |= {"poolSize": options.pool, "maxConcurrency": options.at_once}
    world = {"components": [component], "hostInterfaces": interfaces}
    described = {"namespace": "default", "name": options.name, "annotations": {}, "volumes": [], "witWorld": world}
    return {"workloadId": options.name, "workload": described}


def variable(text):
    if "=" not in text:
        raise argparse.ArgumentTypeError(f"{text!r} is not KEY=VALUE")
    return text.split("=", 1)


def arguments():
    parser = argparse.ArgumentParser(usage=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("hosts").add_argument("count", type=int)
    for command in ("start", "status", "stop"):
        order = commands.add_parser(command)
        order.add_argument("host")
        order.add_argument("name")
        if command == "start":
            order.add_argument("image")
            order.add_argument("domains", nargs="+")
            order.add_argument("--allow", action="append", default=[])
            order.add_argument("--env", action="append", default=[], type=variable)
            order.add_argument("--config", action="append", default=[], type=variable)
            order.add_argument("--pool", type=int)
            order.add_argument("--at-once", type=int, default=1)
    return parser.parse_args()


def main(options):
    if options.command == "hosts":
        print("\n".join(hosts(options.count)))
        return
    message = workload(options) if options.command == "start" else {"workloadId": options.name}
    answer = Nats().request(f"runtime.host.{options.host}.workload.{options.command}", message)
    print(json.dumps(answer))
    if options.command == "start" and answer["workloadStatus"]["workloadState"] != "WORKLOAD_STATE_RUNNING":
        sys.exit(1)


if __name__ == "__main__":
    main(arguments())
