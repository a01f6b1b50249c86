"""Where checkpoints are: a local directory, which stands for one in S3, as TensorFlow writes there no longer."""

import os
import shutil
from pathlib import Path
from urllib.parse import urlparse

from sagemaker_training import environment

_EXPORTED = Path("export") / "Servo"


class Checkpoints:
    """Those of a job, of which the first host keeps what is in S3. `directory` is there within a `with` block."""

    def __init__(self, job):
        self._path = _path(job)
        self._model = Path(job.model_dir)
        self._in_s3 = bool(self._path) and self._path.startswith("s3://")
        self._stores = self._in_s3 and job.current_host == job.hosts[0]
        local = Path(job.output_dir) / "checkpoints" if self._in_s3 else Path(self._path or job.model_dir)
        self.directory = str(local)
        self._local = local

    def __enter__(self):
        """Training goes on from checkpoints that are there."""
        self._local.mkdir(parents=True, exist_ok=True)
        if self._stores:
            self._fetch()
        return self

    def __exit__(self, *failure):
        """However training ended, its checkpoints are stored."""
        if self._stores:
            self._store()
        return False

    def export_model(self):
        """Copies the last model that was exported to where models are."""
        if self._local == self._model:
            return
        exported = self._local / _EXPORTED
        if not exported.is_dir():
            return
        versions = sorted((path for path in exported.iterdir() if path.name.isdigit()), key=lambda path: int(path.name))
        shutil.copytree(versions[-1], self._model / _EXPORTED / versions[-1].name)

    def _fetch(self):
        bucket, prefix = self._location()
        for found in bucket.objects.filter(Prefix=prefix):
            name = found.key[len(prefix) :]
            if name and not name.endswith("/"):
                path = self._local / name
                path.parent.mkdir(parents=True, exist_ok=True)
                bucket.download_file(found.key, str(path))

    def _store(self):
        bucket, prefix = self._location()
        for path in self._local.rglob("*"):
            if path.is_file():
                bucket.upload_file(str(path), prefix + path.relative_to(self._local).as_posix())

    def _location(self):
        import boto3

        url = urlparse(self._path)
        endpoint = os.environ.get("S3_ENDPOINT_URL")
        region = os.environ.get("AWS_REGION") or os.environ.get("SAGEMAKER_REGION")
        bucket = boto3.resource("s3", endpoint_url=endpoint, region_name=region).Bucket(url.netloc)
        return bucket, url.path.strip("/") + "/"


def _path(job):
    """The jobs of a tuning job were all given one path, in which each has a place of its own."""
    path = job.hyperparameters.get("checkpoint_path")
    if not path or "_tuning_objective_metric" not in environment.read_hyperparameters():
        return path
    own = f"{job.job_name}/checkpoints"
    return path if path.endswith(own) else f"{path.rstrip('/')}/{own}"
