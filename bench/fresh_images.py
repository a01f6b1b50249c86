"""The framework containers, by Slipway's own builder: those that are there, or all built with nothing cached for as long as it takes
to measure them.
"""

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

_HOME = pathlib.Path(__file__).parent.parent
_LABEL = "slipway.bench"
_TOLD = re.compile(r"Step |Building|Built|Pulling|No registry")


def present(*names):
    """The full names, by theirs, of the images that jobs run on; what is not there is built."""
    images = {}
    if names:
        _build(_HOME, names, images)
    return images


def are_built(*names):
    """Those of the names whose images are there."""
    listed = subprocess.run(_command(_HOME), check=True, capture_output=True, text=True).stdout
    return [name for name in names if re.search(rf"^{name} +\d+ MB ", listed, re.MULTILINE)]


@contextlib.contextmanager
def built(*names):
    """The images' full names, by theirs, and the seconds that it took. What all stand on is there before, and not counted.

    They are beside those that jobs run on, and gone at the end, as is what an earlier measurement left that was killed.
    """
    _remove_all()
    with tempfile.TemporaryDirectory() as directory:
        home = pathlib.Path(directory)
        label = f"LABEL {_LABEL}={uuid.uuid4().hex}"
        _recipes_of_nothing(home / "before", label)
        _recipes_as_never_built(home / "all", label)
        try:
            _build(home / "before", ["nothing"], {})
            images = {}
            started = time.monotonic()
            _build(home / "all", names, images)
            yield images, time.monotonic() - started
        finally:
            _remove_all()


def _recipes_of_nothing(home, label):
    """An image that adds nothing to Debian: building it makes Debian's, where that is not there."""
    (home / "docker").mkdir(parents=True)
    (home / "docker" / "nothing.Dockerfile").write_text(f"ARG BASE\nFROM $BASE\n{label}\n")
    recipes = {"images": [{"name": "nothing", "dockerfile": "nothing.Dockerfile", "standsFor": []}]}
    (home / "docker" / "images.json").write_text(json.dumps(recipes))


def _recipes_as_never_built(home, label):
    """The recipes, with a label a stage that no step was ever built after."""
    shutil.copytree(_HOME / "docker", home / "docker", ignore=shutil.ignore_patterns("__pycache__", "tests"))
    for dockerfile in (home / "docker").glob("*.Dockerfile"):
        dockerfile.write_text(re.sub(r"^(FROM .*)$", rf"\1\n{label}", dockerfile.read_text(), flags=re.M))


def _build(home, names, images):
    started = time.monotonic()
    with subprocess.Popen(_command(home, *names), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        printed = []
        for line in process.stdout:
            printed.append(line)
            done = re.fullmatch(r"(\w+): (slipway/\S+)", line.strip())
            if done:
                images[done[1]] = done[2]
            if done or _TOLD.match(line.strip()):
                print(f"  {time.monotonic() - started:4.0f} s {line.strip()[:110]}", flush=True)
    assert process.returncode == 0, "".join(printed[-60:])


def _command(home, *names):
    *options, jar_flag, jar = shlex.split(os.environ["BENCH_SERVER_COMMAND"])
    return [*options, f"-Dslipway.home={home}", jar_flag, jar, "images", *names]


def _remove_all():
    """An image can be removed once nothing is made of it, and takes the steps that it was made by along."""
    containers = _docker("ps", "-aq", "--filter", f"label={_LABEL}")
    if containers:
        _docker("rm", "-f", *containers)
    before = None
    while (found := _docker("images", "-q", "--filter", f"label={_LABEL}")) and found != before:
        for image in found:
            _docker("rmi", "-f", image)
        before = found


def _docker(*arguments):
    return subprocess.run(["docker", *arguments], check=False, capture_output=True, text=True).stdout.split()
