"""An image of the user's own, of one script."""

import os
import subprocess
import tempfile


def ensure(image, script, text):
    """Builds the image if it is not there; `script` is the command that it brings."""
    if subprocess.run(["docker", "image", "inspect", image], capture_output=True).returncode == 0:
        return
    with tempfile.TemporaryDirectory() as context:
        with open(os.path.join(context, "Dockerfile"), "w") as file:
            file.write(f"FROM debian:bookworm-slim\nCOPY {script} /usr/local/bin/{script}\n")
        path = os.path.join(context, script)
        with open(path, "w") as file:
            file.write(text)
        os.chmod(path, 0o755)
        subprocess.run(
            ["docker", "build", "-q", "-t", image, context], check=True, stdout=subprocess.DEVNULL,
            env={**os.environ, "DOCKER_BUILDKIT": "0"})
