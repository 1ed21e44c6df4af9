#!/usr/bin/env python3
"""Checks a show log (see witness.md) with Python's standard library alone, 3.9 or newer.

LOG is a log's folder, or its segments in order; where they begin with a later one, what came before stays open. With
--format original it is one file of entries that InfraFabric's original wrote (read whole into memory). Form, hashes,
links and order are checked. Signatures are not: no checkpoint, no cosignature. "vmixctl witness verify" checks those.

Exit codes: 0 proved against an anchor, 1 broken, 2 whole but not anchored, 3 unreadable, or wrong usage.
"""
import argparse, hashlib, json, os, re, sys

MAX_LINE, MAX_DEPTH = 65536, 64  # bytes with the newline; levels inside an event
MAX_ENTRY, MAX_ENTRY_DEPTH = 4 * 1024 * 1024, 512  # of the original, which has no bounds of its own
MAX_WHOLE = 2**53 - 1
SEGMENT = re.compile(r"[0-9]{6}\.jsonl")
HASH = re.compile(r"[0-9a-f]{64}")
BLANK = re.compile(r"[ \t\n\r]*")
TEXT, NUMBER, NULL = (str,), (int, float), (type(None),)
FIELDS = {
    "actor": TEXT, "epoch": NUMBER + NULL, "event_type": TEXT, "log_id": TEXT, "logged_at": TEXT,
    "operation_id": TEXT + NULL, "params": (dict,) + NULL, "result": TEXT + NUMBER + NULL + (bool, dict, list),
    "sequence": (int,), "timestamp": TEXT, "writer": TEXT,
}


class Broken(Exception):
    """What comes next in the log is not right."""


def require(holds, otherwise):
    if not holds:
        raise Broken(otherwise)


def sha256(text):
    return hashlib.sha256(text.encode()).hexdigest()


def check_depth(value, levels):
    require(levels >= 0, "nested too deep")
    for child in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        check_depth(child, levels - 1)


def check_hash(entry):
    event, previous = entry.get("event"), entry.get("previous_hash")
    require(isinstance(event, dict), "it has no event")
    require(isinstance(previous, str) and HASH.fullmatch(previous), "it has no previous_hash")
    current = sha256(previous + json.dumps(event, sort_keys=True))
    require(entry.get("current_hash") == current, "current_hash is not the hash of this event and the previous hash")


def check_line(line):
    """One line of ours by itself, without its newline."""
    require(len(line) < MAX_LINE, "it is longer than any entry")
    try:
        entry = json.loads(line.decode("ascii"))
        canonical = json.dumps(entry, sort_keys=True, allow_nan=False).encode()
    except (ValueError, RecursionError):
        raise Broken("it is no JSON, or not in its canonical form")
    require(canonical == line, "it is not in its canonical form")
    four = {"current_hash", "event", "previous_hash", "witness_timestamp"}
    require(isinstance(entry, dict) and set(entry) == four, "it has other fields than an entry")
    check_hash(entry)
    event = entry["event"]
    check_depth(event, MAX_DEPTH)
    for name, kinds in FIELDS.items():
        require(name in event and type(event[name]) in kinds, f"the event has no {name}, or one of another kind")
    require(entry["witness_timestamp"] == event["logged_at"], "witness_timestamp is not the hashed logged_at")
    require(1 <= event["sequence"] <= MAX_WHOLE, "its sequence is no whole number from 1 on")
    return entry


def segments(paths):
    for path in paths:
        names = sorted(n for n in os.listdir(path) if SEGMENT.fullmatch(n)) if os.path.isdir(path) else [""]
        if not names:
            raise OSError(f"there is no log in {path}")
        yield from (os.path.join(path, name) if name else path for name in names)


def own_entries(paths, found):
    for path in paths:
        require(not found.get("torn"), "a segment ends in the middle of a line")
        with open(path, "rb") as file:
            for line in iter(lambda: file.readline(MAX_LINE + 1), b""):
                if line.endswith(b"\n"):
                    yield check_line(line[:-1])
                    continue
                require(len(line) <= MAX_LINE, "a line longer than any entry")
                found["torn"] = line
                break
    torn = found.get("torn", b"")
    end = torn.rfind(b'"}') + 2
    whole = 2 <= end < len(torn)
    try:
        check_line(torn[:end])
    except Broken:
        whole = False
    require(not whole, "the newline after it was changed")  # that was no interrupted write


def original_entries(path, found):
    """The objects that stand in the file: one a line, in an array, on one line or on many."""
    with open(path, "rb") as file:
        data = file.read()
    text = data.decode("utf-8", "surrogateescape")  # bytes that are not UTF-8 are found where they stand
    at, state, decoder = int(text.startswith("\ufeff")), "any", json.JSONDecoder()
    steps = {("any", "["): "first", ("first", "]"): "any", ("separator", "]"): "any", ("separator", ","): "next"}
    while True:
        at = BLANK.match(text, at).end()
        mark = text[at : at + 1]
        if not mark:
            return require(state == "any", "the file ends before its array does")
        if mark != "{" or state == "separator":
            at, state = at + 1, steps.get((state, mark))
            require(state, "expected an entry, as a JSON object in UTF-8")
            continue
        try:
            entry, end = decoder.raw_decode(text, at)
            length = len(text[at:end].encode())
        except (ValueError, RecursionError):
            raise Broken("it is no JSON in UTF-8, or not ended")
        require(length <= MAX_ENTRY, "it is longer than is taken here")
        check_depth(entry, MAX_ENTRY_DEPTH)
        check_hash(entry)
        yield entry
        at, state = end, state if state == "any" else "separator"


def check_begin(entry, options, found):
    """The first entry: does it begin at the genesis of its address?"""
    host, port = options.host or "localhost", options.port or 8088  # the original's own defaults
    if options.format == "own":
        event = entry["event"]
        require(event["sequence"] == 1 and event["event_type"] == "log_opened", "no log begins so")
        params = event["params"] or {}
        if type(params.get("format")) in NUMBER and params["format"] > 1:
            raise OSError("it is of a newer format: use that version's verify.py")
        own_host, own_port = params.get("host"), params.get("port")
        require(type(own_host) is str and not re.search("[\ud800-\udfff]", own_host), "it names no host")
        require(type(own_port) is int and abs(own_port) <= MAX_WHOLE, "it names no port")
        begin = sha256(f"vmix-witness-genesis-{own_host}:{own_port}")
        require(entry["previous_hash"] == begin, "it does not begin at the genesis of its address")
        host, port = options.host or own_host, options.port or own_port
    if entry["previous_hash"] == sha256(f"vmix-witness-genesis-{host}:{port}"):
        found["genesis"] = f"{host}:{port}"
    elif options.format == "own" or options.host or options.port:
        raise Broken(f"it does not begin at the genesis of {host}:{port}")


def verify(entries, options, found):
    count, first, last, seen, at, reason = 0, None, None, False, None, None
    skipped = 0  # entries in the segments before
    size, wanted = options.expect_size, options.expect_head
    try:
        for entry in entries:
            if last is None and found["later"]:
                skipped = found["skipped"] = entry["event"]["sequence"] - 1
            elif last is None:
                check_begin(entry, options, found)
            else:
                require(entry["previous_hash"] == last["current_hash"], "it does not follow the entry before it")
            if last is not None and options.format == "own":
                event, before = entry["event"], last["event"]
                require(event["sequence"] == before["sequence"] + 1, "its sequence does not follow")
                require(event["log_id"] == before["log_id"], "it is of another log")
            count, first, last = count + 1, first or entry["current_hash"], entry
            if entry["current_hash"] == wanted:
                seen = size in (None, skipped + count)
        there = skipped + count
        require(size is None or there >= size, f"entries are missing at the end: expected {size}, found {there}")
        if wanted and not seen:
            at, reason = count if size is None else max(0, size - 1 - skipped), "the expected head is not in this log"
    except Broken as why:
        at, reason = count, str(why)
    return {"valid": at is None, "brokenAt": at, "reason": reason, "whole": count, "firstHash": first,
            "lastHash": last and last["current_hash"], "anchored": at is None and bool(wanted or size is not None)}


def tell(result, options, found):
    at, whole, skipped = result["brokenAt"], result["whole"], found.get("skipped", 0)
    if at is not None:
        print(f"BROKEN at entry {skipped + at + 1}: {result['reason']}.")
    own = options.format == "own"
    if skipped:
        print(f"Not looked at: entries 1 to {skipped}, in the segments before.")
    if whole > 0:
        print(f"Proved: entries {skipped + 1} to {skipped + whole} are joined by their hashes, in order{', not a byte changed' * own}.")
    if "genesis" in found:
        print(f"Proved: the log begins at the genesis of {found['genesis']}.")
    if not own:
        print("Not proved: witness_timestamp, and what else stands outside an event. The hash does not cover it.")
    if found.get("torn"):
        print(f"Not proved: the last {len(found['torn'])} bytes, which are no whole entry.")
    if result["anchored"]:
        print("Proved: the log agrees with the size or head that was expected.")
    elif at is None:
        print("Not proved: that nothing is missing at the end, and that the log was not written anew. Note elsewhere,")
        print(f"and verify with it later: --expect-size {skipped + whole} --expect-head {result['lastHash']}")
    print("Not checked: signatures. Not proved: that the events tell the truth, and that the clock was right.")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.error = lambda message: sys.exit(print(message, file=sys.stderr) or 3)
    parser.add_argument("log", nargs="+", metavar="LOG")
    parser.add_argument("--format", choices=["own", "original"], default="own")
    parser.add_argument("--host", help="vMix's address: the log must begin at its genesis")
    parser.add_argument("--port", type=int)
    parser.add_argument("--expect-size", type=int, metavar="N", help="anchor: the log had at least N entries")
    parser.add_argument("--expect-head", type=str.lower, metavar="HASH", help="anchor: its head, now or earlier")
    parser.add_argument("--json", action="store_true", help="print one object")
    options, found = parser.parse_args(), {}
    if options.expect_head and not HASH.fullmatch(options.expect_head):
        parser.error("--expect-head is 64 hex digits.")
    if hasattr(sys, "set_int_max_str_digits"):
        sys.set_int_max_str_digits(0)  # integers of any size
    try:
        name = os.path.basename(options.log[0])
        found["later"] = options.format == "own" and bool(SEGMENT.fullmatch(name)) and name > "000001.jsonl"
        entries = own_entries(segments(options.log), found)
        if options.format == "original":
            entries = original_entries(options.log[0], found)
        result = verify(entries, options, found)
        print(json.dumps(result)) if options.json else tell(result, options, found)
    except Exception as why:  # never 1, which says that the log is broken
        parser.error(f"Unreadable: {why}")
    return 1 if not result["valid"] else 0 if result["anchored"] else 2


if __name__ == "__main__":
    sys.exit(main())
