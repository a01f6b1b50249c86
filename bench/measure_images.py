"""The framework containers: building them, their disk, how soon scripts and servers begin, requests per second, how servers end.

Builds them anew, so that nothing needs to be there before, and removes them at the end. With BENCH_IMAGES=present it builds only those
that jobs would have to wait for, and measures what is there. The frameworks beyond the five of the bars are measured where they were built.
"""

import contextlib
import http.client
import json
import os
import re
import statistics
import subprocess
import time
import uuid

import fresh_images
from container_programs import BARE, ECHO, MODULES, SAVED, STUCK
from container_runs import Job, run_seconds, seconds_to_line, serving
from figures import interleave, report

ROUNDS = 5

FIVE = ("base", "xgboost", "tensorflow", "mxnet", "sklearn")
OTHERS = ("pytorch", "chainer")


def main():
    others = fresh_images.present(*fresh_images.are_built(*OTHERS))
    if os.environ.get("BENCH_IMAGES") == "present":
        five = fresh_images.present(*FIVE)
        disk(five)
        measure({**five, **others})
        return
    with fresh_images.built(*FIVE) as (five, seconds):
        print(f"building {' + '.join(FIVE)}, nothing cached: {seconds:.0f} s (bar: at most 300 s)", flush=True)
        disk(five)
        measure({**five, **others})


def measure(images):
    """All that can be, even where one part fails."""
    failures = 0
    for part in (script, first_line, first_ping, requests, stopping):
        try:
            part(images)
        except (AssertionError, subprocess.CalledProcessError) as error:
            said = getattr(error, "stderr", None) or b""
            print(f"{part.__name__} failed: {error}\n{said.decode(errors='replace')[-2000:]}", flush=True)
            failures += 1
    assert not failures, f"{failures} parts failed"


def disk(images):
    sizes = {name: _size(image) for name, image in images.items()}
    total = sizes["base"] + sum(size - sizes["base"] for size in sizes.values())
    print(f"disk of {' + '.join(sizes)}: {total / 1e9:.2f} GB (bar: at most 2.2 GB)", flush=True)


def script(images):
    job = Job("import tensorflow\nprint('first line')\n")
    ours, theirs = interleave(
        lambda: run_seconds(job.command(images["tensorflow"], "train")),
        lambda: run_seconds(job.command(images["tensorflow"], "python", "-c", "import tensorflow")),
        rounds=ROUNDS)
    report("a TensorFlow script that prints", "at most 1.2", ours, theirs, "train", "import tensorflow")


def first_line(images):
    job = Job("print('first line')\n")
    for name in _frameworks(images):
        ours, theirs = interleave(
            lambda: seconds_to_line(job.command(images[name], "train"), "first line"),
            lambda: run_seconds(job.command(images[name], "python", "-c", "pass")),
            rounds=ROUNDS)
        left = statistics.median(ours) - 2 * statistics.median(theirs)
        report(f"{name}: container start to a script's first line", f"2 x + 1 s; here 2 x + {left:.2f} s", ours, theirs,
               "script", "python -c pass")


def first_ping(images):
    for name in _frameworks(images):
        module = MODULES[name]
        if name in SAVED:
            job = Job("")
            subprocess.run(job.command(images[name], "python", "-c", SAVED[name]), check=True, capture_output=True)
        else:
            job = Job("", f"import {module}\n{ECHO}")
        ours, theirs = interleave(
            lambda: _ping_seconds(images[name], job),
            lambda: run_seconds(job.command(images[name], "python", "-c", f"import {module}")),
            rounds=ROUNDS)
        report(f"{name}: serve to the first ping", "at most 1.5", ours, theirs, "serve", f"import {module}")


def requests(images):
    job = Job("", ECHO)
    (job.base / "bare.py").write_text(BARE)
    workers = "2"
    bare = ["gunicorn", "-w", workers, "-b", "0.0.0.0:8080", "--worker-tmp-dir", "/dev/shm", "bare"]
    (job.base / "load.lua").write_text(
        'wrk.method = "POST"\nwrk.body = string.rep("1,2,3,4\\n", 16)\nwrk.headers["Content-Type"] = "text/csv"\n')
    ours, theirs = interleave(
        lambda: _requests_per_second(
            images["sklearn"], job, ["serve"], ["-e", f"SAGEMAKER_MODEL_SERVER_WORKERS={workers}"]),
        lambda: _requests_per_second(images["sklearn"], job, bare, ["-w", "/opt/ml"]),
        rounds=3)
    report("requests per second, echoing", "at least 0.8", ours, theirs, "serve", "bare gunicorn", unit="/s")


def stopping(images):
    """With nothing to do, and with a request that no server can wait for."""
    job = Job("", STUCK)
    idle, busy = interleave(
        lambda: _stop_seconds(images["sklearn"], job, None),
        lambda: _stop_seconds(images["sklearn"], job, b"1"),
        rounds=3)
    for state, seconds in (("idle", idle), ("a request under way", busy)):
        print(f"SIGTERM to the end of a server, {state}: {statistics.median(seconds):.2f} s "
              f"(from {min(seconds):.2f} to {max(seconds):.2f}; bar: at most 2 s)", flush=True)


def _stop_seconds(image, job, request):
    name = f"slipway-bench-{uuid.uuid4().hex[:8]}"
    begun = job.base / "model" / "begun"
    begun.unlink(missing_ok=True)
    with serving(job.command(image, "serve", options=["--name", name]), name) as (address, _):
        with contextlib.closing(http.client.HTTPConnection(address, 8080)) as connection:
            if request:
                connection.request("POST", "/invocations", request, {"Content-Type": "text/csv"})
                while not begun.exists():
                    time.sleep(0.01)
            started = time.monotonic()
            subprocess.run(["docker", "kill", "--signal", "TERM", name], check=True, capture_output=True)
            subprocess.run(["docker", "wait", name], check=False, capture_output=True)
            return time.monotonic() - started


def _requests_per_second(image, job, command, options):
    name = f"slipway-bench-{uuid.uuid4().hex[:8]}"
    started = job.command(image, *command, options=["--name", name, *options])
    with serving(started, name) as (address, _):
        printed = subprocess.run(
            ["wrk", "-t", "1", "-c", "8", "-d", "4s", "-s", str(job.base / "load.lua"), f"http://{address}:8080/invocations"],
            check=True, capture_output=True, text=True).stdout
    assert "Non-2xx" not in printed, printed
    return float(re.search(r"Requests/sec:\s+([0-9.]+)", printed)[1])


def _ping_seconds(image, job):
    name = f"slipway-bench-{uuid.uuid4().hex[:8]}"
    with serving(job.command(image, "serve", options=["--name", name]), name) as (_, seconds):
        return seconds


def _frameworks(images):
    return [name for name in MODULES if name in images]


def _size(image):
    return json.loads(subprocess.run(["docker", "image", "inspect", image], check=True, capture_output=True).stdout)[0]["Size"]
