#!/usr/bin/env python3
"""Checks a show log (see witness.md) with Python's standard library alone, 3.9 or newer.

LOG is a log's folder, or one of its segments: what came before that stays open. With --format
original it is one file of entries that InfraFabric's original wrote (read whole into memory). Form,
hashes, links and order are checked. Signatures are not: that is for "vmixctl witness verify".
Exit codes: 0 proved against an anchor (--expect-size, --expect-head), 1 broken, 2 whole but not
anchored, 3 unreadable, or wrong usage.
"""
import argparse, glob, hashlib, json, os, re, sys

MAX_LINE, MAX_ENTRY = 65536, 4 * 1024 * 1024  # bytes: a line of ours, an entry of the original
MAX_DEPTH, MAX_ENTRY_DEPTH = 66, 513  # levels of such an entry, its values included
HASH, SEGMENT = re.compile(r"[0-9a-f]{64}"), re.compile(r"([0-9]{6})\.jsonl")
TEXT, WHOLE, NUMBER, OBJECT, NULL = (str,), (int,), (int, float), (dict,), (type(None),)
FIELDS = {
    "actor": TEXT, "epoch": NUMBER + NULL, "event_type": TEXT, "log_id": TEXT, "logged_at": TEXT,
    "operation_id": TEXT + NULL, "params": OBJECT + NULL, "sequence": WHOLE, "timestamp": TEXT,
    "result": TEXT + NUMBER + OBJECT + NULL + (bool, list), "writer": TEXT,
}

def require(holds, otherwise):
    if not holds:
        raise ValueError(otherwise)

def sha256(text):
    return hashlib.sha256(text.encode()).hexdigest()

def opened(path):
    if os.path.exists(path) and not os.path.isfile(path):  # a pipe might never end
        raise OSError(f"{path} is no file")
    return open(path, "rb")

def check_entry(entry, max_depth):
    event, previous = entry.get("event"), entry.get("previous_hash")
    require(isinstance(event, dict), "it has no event")
    require(isinstance(previous, str) and HASH.fullmatch(previous), "it has no previous_hash")
    current = sha256(previous + json.dumps(event, sort_keys=True))
    require(entry.get("current_hash") == current, "current_hash is not that of this event here")
    level = [entry]
    for _ in range(max_depth):
        nested = [one for one in level if type(one) in (dict, list)]
        level = [each for one in nested for each in (one.values() if type(one) is dict else one)]
    require(not level, "nested too deep")

def check_line(line):
    require(len(line) < MAX_LINE, "it is longer than any entry")
    entry = json.loads(line.decode("ascii"))
    canonical = json.dumps(entry, sort_keys=True, allow_nan=False)
    require(canonical.encode() == line, "it is not in its canonical form")
    four = {"current_hash", "event", "previous_hash", "witness_timestamp"}
    require(isinstance(entry, dict) and set(entry) == four, "it has other fields than an entry")
    check_entry(entry, MAX_DEPTH)
    event = entry["event"]
    for name, kinds in FIELDS.items():
        require(type(event.get(name, ...)) in kinds, f"its {name} is missing, or of another kind")
    require(entry["witness_timestamp"] == event["logged_at"], "witness_timestamp is not logged_at")
    require(1 <= event["sequence"] < 2**53, "its sequence is no whole number from 1 on")
    return entry

def own_entries(paths, begin, says):
    torn = b""
    for number, path in enumerate(paths, begin):
        name = SEGMENT.fullmatch(os.path.basename(path))
        require(not name or int(name[1]) == number, "the segment that it should be in is missing")
        require(not torn, "a segment ends in the middle of a line")
        with opened(path) as file:
            while not torn and (line := file.readline(MAX_LINE + 1)):
                require(len(line) <= MAX_LINE, "it is longer than any entry")
                if line.endswith(b"\n"):
                    yield check_line(line[:-1])
                else:
                    torn = line
                    says.append(f"Not proved: the last {len(torn)} bytes, which are no entry.")
    end = torn.rfind(b'"}') + 2
    try:
        whole = end < len(torn) and check_line(torn[:end])
    except (ValueError, RecursionError):
        return  # an interrupted write
    require(not whole, "the newline after it was changed")

def original_entries(path):
    """The objects that stand in the file: one a line, in an array, on one line or on many."""
    with opened(path) as file:  # bytes that are not UTF-8 are found where they stand
        text = file.read().decode("utf-8", "surrogateescape")
    at, state, decode = int(text.startswith("\ufeff")), "any", json.JSONDecoder().raw_decode
    steps = {"any[": "first", "first]": "any", "separator]": "any", "separator,": "next"}
    while mark := re.compile(r"[^ \t\n\r]").search(text, at):
        if mark[0] != "{" or state == "separator":
            at, state = mark.end(), steps.get(state + mark[0])
            require(state, "expected an entry, as a JSON object in UTF-8")
            continue
        entry, at = decode(text, mark.start())
        require(len(text[mark.start() : at].encode()) <= MAX_ENTRY, "it is longer than is taken")
        check_entry(entry, MAX_ENTRY_DEPTH)
        yield entry
        state = "any" if state == "any" else "separator"
    require(state == "any", "the file ends before its array does")

def check_begin(entry, options, says):
    host, port = options.host or "localhost", options.port or 8088  # the original's own defaults
    must = options.host or options.port
    if options.format == "own":
        event, params = entry["event"], entry["event"]["params"] or {}
        require(event["event_type"] == "log_opened", "no log begins so")
        if type(params.get("format")) in NUMBER and params["format"] > 1:
            raise OSError("it is of a newer format: use that version's verify.py")
        must = host, port = params.get("host"), params.get("port")
        named = type(host) is str and type(port) is int and abs(port) < 2**53
        asked = options.host in (None, host) and options.port in (None, port)
        require(named and asked, "it names no address, or another one")
    begins = entry["previous_hash"] == sha256(f"vmix-witness-genesis-{host}:{port}")
    require(begins or not must, f"it does not begin at the genesis of {host}:{port}")
    if begins:
        says.append(f"Proved: the log begins at the genesis of {host}:{port}.")

def verify(entries, is_later, options, says):
    own, size, head = options.format == "own", options.expect_size, options.expect_head
    count, before, last, seen, at, reason = 0, 0, None, not head, None, None
    try:
        for entry in entries:
            event = entry["event"]
            if is_later and not last:
                before = event["sequence"] - 1  # entries in the segments before
            there = before + count + 1
            require(not own or event["sequence"] == there, "its sequence does not follow")
            if last:
                require(entry["previous_hash"] == last["current_hash"], "it does not follow")
                require(event.get("log_id") == log_id or not own, "it is of another log")
            elif before:
                seen = seen or entry["previous_hash"] == head and size in (None, before)
            else:
                check_begin(entry, options, says)
            count, last, log_id = count + 1, entry, event.get("log_id")
            seen = seen or entry["current_hash"] == head and size in (None, there)
        require(before + count >= (size or 0), f"entries are missing at the end: {size} expected")
        if not seen:
            reason = "the expected head is not in this log"
            if not before or (size or 0) >= before:  # else it may lie in what was not looked at
                at = count if size is None else max(0, size - 1 - before)
    except (ValueError, RecursionError) as why:  # the log's fault; others make it unreadable
        at, reason = count, str(why)
    anchored, size = reason is None and bool(head or size), before + count
    head = last and last["current_hash"]
    if count:
        says.append(f"Proved: entries {before + 1} to {size} are joined by their hashes, in order.")
    if at is not None:
        says.append(f"BROKEN at entry {before + at + 1}: {reason}.")
    elif reason is not None:
        says.append(f"NOT PROVED: {reason}, unless in a segment before this one.")
    elif not anchored:
        says.append("Not proved: that the end is there, and that all is not written anew. Keep")
        says.append(f"elsewhere, to verify with: --expect-size {size} --expect-head {head}")
    says.append("Not checked: signatures. Not proved: that the events tell the truth.")
    return {"valid": reason is None, "brokenAt": at, "reason": reason, "anchored": anchored,
            "before": before, "whole": count, "lastHash": head}

def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.error = lambda message: sys.exit(print(message, file=sys.stderr) or 3)
    parser.add_argument("log", metavar="LOG")
    parser.add_argument("--format", choices=["own", "original"], default="own")
    parser.add_argument("--host", help="vMix's address: the log must begin at its genesis")
    parser.add_argument("--port", type=int)
    parser.add_argument("--expect-size", type=int, metavar="N", help="it had at least N entries")
    parser.add_argument("--expect-head", type=str.lower, metavar="HASH", help="its head, or once")
    parser.add_argument("--json", action="store_true", help="print one object")
    options, says = parser.parse_args(), []
    if options.expect_head is not None and not HASH.fullmatch(options.expect_head):
        parser.error("--expect-head is 64 hex digits.")
    getattr(sys, "set_int_max_str_digits", abs)(0)  # integers of any size
    segments = os.path.join(glob.escape(options.log), "[0-9]" * 6 + ".jsonl")
    name = SEGMENT.fullmatch(os.path.basename(options.log))
    begin = int(name[1]) if name and options.format == "own" else 1
    entries = own_entries(sorted(glob.glob(segments)) or [options.log], begin, says)
    if options.format == "original":
        entries = original_entries(options.log)
        says.append("Not proved: what stands outside an event. The hash does not cover it.")
    try:
        result = verify(entries, begin > 1, options, says)
    except Exception as why:  # never 1, which says that the log is broken
        parser.error(f"Unreadable: {why}")
    print(json.dumps(result) if options.json else "\n".join(says))
    return 1 if not result["valid"] else 0 if result["anchored"] else 2

if __name__ == "__main__":
    sys.exit(main())
