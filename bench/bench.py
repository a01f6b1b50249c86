"""Measures Slipway beside others: both sides in one run, interleaved, medians printed as ratios.

usage: bench.py [--size SIZE] [NAME ...]     (no name: all but those that take an hour; --list: their names)

--size is that of batch's object: a number of bytes, or one with k, m or g behind it, as 5g. 1g if it is not given.
"""

import importlib
import re
import signal
import sys

NAMES = {
    "training": "a training job that does nothing ÷ a bare docker run",
    "cluster": "a job of two instances that does nothing ÷ two bare docker run at once",
    "transform": "batch transform of 50 MB ÷ the same container fed by hand",
    "batch": "batch transform of 1 GiB (--size) against a container that answers at once ÷ curl, and its memory",
    "endpoint": "requests to an endpoint ÷ straight to its container",
    "channel": "a 1 GiB channel ÷ an empty one, create to container start",
    "objects": "a channel of 10,000 objects beyond an empty one, create to container start",
    "lines": "a container that prints 200,000 lines ÷ docker run piped to a file",
    "slots": "tuning: busy share of the slots",
    "occupancy": "tuning: busy share of the slots, many short jobs",
    "requests": "requests per second ÷ moto_server's",
    "listing": "a page of 100 of 10,000 jobs ÷ of 100 jobs",
    "search": "a search of 10,000 jobs ÷ of 100 jobs",
    "startup": "up to the first answer ÷ moto_server's",
    "memory": "resident memory, idle",
    "tuning": "strategies of tuning beside random search: objectives, rounds and the curve (an hour; only if it is named)",
    "images": "framework containers: building them, disk, a script's first line, a server's first answer and its end, requests",
}

LONG = ("tuning",)


def size_in(arguments):
    """The arguments of measurements that --size is for, by their names; takes it out."""
    if "--size" not in arguments:
        return {}
    at = arguments.index("--size")
    text = arguments[at + 1].lower() if at + 1 < len(arguments) else ""
    found = re.fullmatch(r"([1-9]\d*)([kmg]?)", text)
    if not found:
        raise ValueError(f"--size needs a number of bytes, or one with k, m or g behind it, not \"{text}\"")
    del arguments[at:at + 2]
    return {"batch": {"size": int(found.group(1)) << {"": 0, "k": 10, "m": 20, "g": 30}[found.group(2)]}}


def main(arguments):
    if "--list" in arguments or "--help" in arguments:
        print(__doc__)
        for name, meaning in NAMES.items():
            print(f"  {name:10} {meaning}")
        return 0
    try:
        sizes = size_in(arguments)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    unknown = [name for name in arguments if name not in NAMES]
    if unknown:
        print(f"no such measurement: {', '.join(unknown)}; there are {', '.join(NAMES)}", file=sys.stderr)
        return 2
    # What is measured is put away when a measurement is told to end as well.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    for name in arguments or [name for name in NAMES if name not in LONG]:
        print(f"# {name}: {NAMES[name]}", flush=True)
        importlib.import_module(f"measure_{name}").main(**sizes.get(name, {}))
        print(flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
