#!/usr/bin/env python3
"""Takes the signed alarms of vmixctl (see alert-recipes.md) and hands them to a phone by ntfy.

Python's standard library alone, 3.9 or newer. Signature, age and size of every call are checked before anything is read of
it. A notice that comes twice is handed on once. What could not be handed on is answered with 502: vmixctl tries again.

Environment: HOOK_SECRET (the same as at vmixctl), NTFY_TOKEN (where the ntfy server wants one).
"""
import argparse, collections, hashlib, hmac, json, os, re, sys, threading, time, urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

MAX_BODY, TOLERANCE, MAX_KNOWN = 1024 * 1024, 300, 1000  # bytes, seconds, notices
PRIORITY = {"critical": 5, "warning": 4, "info": 3}  # ntfy's: 5 rings through "do not disturb"
TAG = {"critical": "rotating_light", "warning": "warning", "info": "information_source"}

def is_from_vmixctl(body, signature, secret, now):
    match = re.fullmatch(r"t=(\d{1,12}),v1=([0-9a-f]{64})", signature)
    if match is None or abs(now - int(match[1])) > TOLERANCE:
        return False
    expected = hmac.new(secret.encode(), match[1].encode() + b"." + body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(expected, match[2])

def message_of(notice, topic):
    """As ntfy takes it: https://docs.ntfy.sh/publish/#publish-as-json"""
    what, severity = notice["what"], (notice["alert"] or {}).get("severity", "info")
    text = notice["message"] + ("\n" + notice["action"] if what == "firing" and notice["action"] else "")
    over = what != "firing"
    return {"topic": topic, "title": notice["title"], "message": text, "priority": 3 if over else PRIORITY[severity],
            "tags": ["white_check_mark" if what == "resolved" else TAG[severity]]}

class Desk:
    """What was handed on already, one call at a time."""

    def __init__(self, options):
        self.options, self.lock, self.known = options, threading.Lock(), collections.OrderedDict()

    def hand_on(self, notices):
        with self.lock:
            for notice in notices:
                # The watchdog says that vmixctl is awake: that is for a monitor, and not for a phone.
                if notice["what"] != "watchdog" and notice["id"] not in self.known:
                    self.post(message_of(notice, self.options.topic))
                self.known[notice["id"]] = True
                if len(self.known) > MAX_KNOWN:
                    self.known.popitem(last=False)

    def post(self, message):
        headers = {"content-type": "application/json"}
        if token := os.environ.get("NTFY_TOKEN"):
            headers["authorization"] = f"Bearer {token}"
        request = urllib.request.Request(self.options.ntfy, json.dumps(message).encode(), headers)
        urllib.request.urlopen(request, timeout=5).close()

class Handler(BaseHTTPRequestHandler):
    timeout = 10  # seconds for a caller who says nothing

    def do_POST(self):
        length = self.headers.get("content-length", "")
        if not re.fullmatch(r"\d{1,8}", length) or int(length) > MAX_BODY:
            return self.answer(413)
        body = self.rfile.read(int(length))
        if not is_from_vmixctl(body, self.headers.get("x-vmix-signature", ""), self.server.secret, time.time()):
            return self.answer(401)
        try:
            self.server.desk.hand_on(json.loads(body)["notices"])
        except (KeyError, TypeError, ValueError):
            return self.answer(422)  # nothing that this program knows: no use in sending it again
        except OSError:
            return self.answer(502)
        return self.answer(200)

    def answer(self, status):
        self.close_connection = True
        self.send_response(status)
        self.send_header("content-length", "0")
        self.end_headers()

def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--listen", default="127.0.0.1:9009", metavar="HOST:PORT")
    parser.add_argument("--ntfy", default="https://ntfy.sh", metavar="URL", help="the ntfy server, without a topic")
    parser.add_argument("--topic", required=True)
    options = parser.parse_args()
    host, _, port = options.listen.rpartition(":")
    secret = os.environ.get("HOOK_SECRET", "")
    if not secret:
        sys.exit("HOOK_SECRET is not set: without it nobody could tell who calls.")
    server = ThreadingHTTPServer((host.strip("[]"), int(port)), Handler)
    server.daemon_threads, server.secret, server.desk = True, secret, Desk(options)
    print(f"listening on {host}:{server.server_port}", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        pass

if __name__ == "__main__":
    main()
