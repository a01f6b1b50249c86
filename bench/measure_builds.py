"""Builds the framework containers with nothing cached. Their packages are downloaded anew."""

import json
import os
import pathlib
import subprocess
import time

from framework_images import MEASURED

DOCKER = pathlib.Path(__file__).parent.parent / "docker"


def main():
    recipes = {recipe["name"]: recipe for recipe in json.loads((DOCKER / "images.json").read_text())["images"]}
    built = {}
    started = time.monotonic()
    try:
        for name in MEASURED:
            built[name] = _build(recipes[name], built)
            print(f"{name}: {time.monotonic() - started:.0f} s so far", flush=True)
    finally:
        subprocess.run(["docker", "rmi", *reversed(built.values())], check=False, capture_output=True)
    print(f"building {' + '.join(MEASURED)}: {time.monotonic() - started:.0f} s (bar: at most 300 s)", flush=True)


def _build(recipe, built):
    tag = f"slipway-bench/{recipe['name']}:{os.getpid()}"
    arguments = ["--build-arg", f"BASE={built[recipe['from']]}"] if "from" in recipe else []
    subprocess.run(
        ["docker", "build", "--no-cache", "--quiet", "-t", tag, *arguments, "-f", recipe["dockerfile"], "."],
        cwd=DOCKER, env={**os.environ, "DOCKER_BUILDKIT": "0"}, check=True, stdout=subprocess.DEVNULL)
    return tag
