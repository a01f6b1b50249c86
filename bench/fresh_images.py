"""The framework containers built with nothing cached, by Slipway's own builder, for as long as a measurement needs them."""

import contextlib
import json
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import tempfile
import time
import uuid

_DOCKER = pathlib.Path(__file__).parent.parent / "docker"
_TOLD = re.compile(r"Step |Building|Built|Pulling|No registry")


@contextlib.contextmanager
def built(*names):
    """The images' full names, by theirs, and the seconds that it took. What all stand on is there before, and not counted."""
    with tempfile.TemporaryDirectory() as directory:
        home = pathlib.Path(directory)
        _recipes_of_nothing(home / "before")
        _recipes_as_never_built(home / "all")
        # Told line by line, so that an interrupted measurement knows what to remove.
        images = {}
        try:
            _build(home / "before", ["nothing"], images)
            nothing = images.pop("nothing")
            subprocess.run(["docker", "rmi", nothing], check=False, capture_output=True)
            started = time.monotonic()
            _build(home / "all", names, images)
            yield images, time.monotonic() - started
        finally:
            subprocess.run(["docker", "rmi", "-f", *reversed(images.values())], check=False, capture_output=True)


def _recipes_of_nothing(home):
    """An image that adds nothing to Debian: building it makes Debian's, where that is not there."""
    (home / "docker").mkdir(parents=True)
    (home / "docker" / "nothing.Dockerfile").write_text(f"ARG BASE\nFROM $BASE\nLABEL slipway.bench={uuid.uuid4().hex}\n")
    recipes = {"images": [{"name": "nothing", "dockerfile": "nothing.Dockerfile", "standsFor": []}]}
    (home / "docker" / "images.json").write_text(json.dumps(recipes))


def _recipes_as_never_built(home):
    """The recipes, with a label a stage that no step was ever built after."""
    shutil.copytree(_DOCKER, home / "docker", ignore=shutil.ignore_patterns("__pycache__", "tests"))
    for dockerfile in (home / "docker").glob("*.Dockerfile"):
        stages = re.sub(r"^(FROM .*)$", rf"\1\nLABEL slipway.bench={uuid.uuid4().hex}", dockerfile.read_text(), flags=re.M)
        dockerfile.write_text(stages)


def _build(home, names, images):
    *options, jar_flag, jar = shlex.split(os.environ["BENCH_SERVER_COMMAND"])
    command = [*options, f"-Dslipway.home={home}", jar_flag, jar, "images", *names]
    started = time.monotonic()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        printed = []
        for line in process.stdout:
            printed.append(line)
            done = re.fullmatch(r"(\w+): (slipway/\S+)", line.strip())
            if done:
                images[done[1]] = done[2]
            if done or _TOLD.match(line.strip()):
                print(f"  {time.monotonic() - started:4.0f} s {line.strip()[:110]}", flush=True)
    assert process.returncode == 0, "".join(printed[-60:])
