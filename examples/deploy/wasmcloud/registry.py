"""A registry of OCI images for a try on one machine: one component, read-only, as HOST:PORT/NAME:latest.

    registry.py FILE.wasm NAME PORT

With port 0 it takes a free one. It prints its address when it listens.
"""

import hashlib
import json
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

MANIFEST = "application/vnd.oci.image.manifest.v1+json"
CONFIG = "application/vnd.wasm.config.v0+json"

blobs = {}


def blob(kind, data):
    digest = "sha256:" + hashlib.sha256(data).hexdigest()
    blobs[digest] = data
    return {"mediaType": kind, "digest": digest, "size": len(data)}


def image(component):
    layer = blob("application/wasm", component)
    config = {
        "created": "1970-01-01T00:00:00Z",
        "architecture": "wasm",
        "os": "wasip2",
        "layerDigests": [layer["digest"]],
    }
    config = blob(CONFIG, json.dumps(config).encode())
    manifest = {"schemaVersion": 2, "mediaType": MANIFEST, "config": config, "layers": [layer]}
    return blob(MANIFEST, json.dumps(manifest).encode())["digest"]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        kind, reference = self.path.split("?")[0].rstrip("/").split("/")[-2:]
        if kind == "manifests" and reference == "latest":
            reference = self.server.image
        data = blobs.get(reference) if kind in ("manifests", "blobs") else None
        # Clients ask for `/v2/` to learn whether this is a registry.
        is_root = self.path.rstrip("/") == "/v2"
        self.send_response(200 if data or is_root else 404)
        if kind == "manifests" and data:
            self.send_header("content-type", MANIFEST)
            self.send_header("docker-content-digest", reference)
        data = data or b"{}"
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    do_HEAD = do_GET

    def log_message(self, *_):
        pass


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    server = ThreadingHTTPServer(("127.0.0.1", int(sys.argv[3])), Handler)
    server.image = image(Path(sys.argv[1]).read_bytes())
    print(f"listening on 127.0.0.1:{server.server_port}", flush=True)
    server.serve_forever()
