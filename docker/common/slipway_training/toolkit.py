"""Mends what the training toolkit does to programs, before it runs one."""

import functools
import os
import shlex
import sys
from pathlib import Path
from types import SimpleNamespace

from sagemaker_training import _entry_point_type, entry_point, environment, process, trainer

# Without one of these, and without a directory for them, boto3 knows no region but that of AWS_DEFAULT_REGION.
_PROFILES = ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE", "AWS_PROFILE", "AWS_DEFAULT_PROFILE")

# A line longer than this is passed on in pieces.
_LONGEST_LINE = 1024 * 1024


def mend():
    entry_point.run = _captured(entry_point.run)
    process.watch = _line_by_line(process.watch)
    process.ProcessRunner._create_command = _quoted(process.ProcessRunner._create_command)
    # It makes one and the same five times, looking for GPUs each time.
    environment.Environment = functools.cache(environment.Environment)
    environment.boto3 = SimpleNamespace(session=SimpleNamespace(Session=_Session))
    trainer.intermediate_output = _WhereAsked(trainer.intermediate_output)


def _captured(run):
    """What a program printed about its failure becomes part of the job's failure reason."""

    def captured(*arguments, **options):
        # The toolkit would import all of TensorFlow for the names of its exceptions; the program imports it by itself.
        sys.modules.setdefault("tensorflow", None)
        return run(*arguments, **{"capture_error": True, **options})

    return captured


def _line_by_line(watch):
    """The toolkit reads blocks, and prints the part of a line at the end of one as a line of its own.

    Of what pip says it keeps nothing, though it looks for the cause of a failure there.
    """

    async def watch_lines(stream, processes, error_classes=None):
        if error_classes == ["InstallRequirementsError"]:
            error_classes = ["ERROR: "]
        return await watch(stream and _WholeLines(stream), processes, error_classes=error_classes)

    return watch_lines


def _quoted(create_command):
    """The toolkit lets a shell split what it made of the hyperparameters."""

    def quoted(runner):
        kind = _entry_point_type.get(environment.code_dir, runner._user_entry_point)
        if kind is not _entry_point_type.COMMAND:
            runner._args = [shlex.quote(argument) for argument in runner._args]
        return create_command(runner)

    return quoted


class _Session:
    """Stands for boto3's where only the region is asked for."""

    @property
    def region_name(self):
        named = os.environ.get("AWS_DEFAULT_REGION")
        if named or not (any(name in os.environ for name in _PROFILES) or Path("~/.aws").expanduser().exists()):
            return named
        import boto3

        return boto3.session.Session().region_name


class _WhereAsked:
    """The copying of intermediate output, whose module is not touched by jobs without."""

    def __init__(self, module):
        self._module = module

    def start_sync(self, location, *arguments, **options):
        return self._module.start_sync(location, *arguments, **options) if location else None


class _WholeLines:
    """Reads like the stream it is made of, but up to the end of a line."""

    def __init__(self, stream):
        self._stream = stream
        self._rest = b""

    async def read(self, size):
        while True:
            block = await self._stream.read(size)
            content = self._rest + block
            end = content.rfind(b"\n") + 1
            if not block or (end == 0 and len(content) > _LONGEST_LINE):
                self._rest = b""
                return content
            self._rest = content[end:]
            if end:
                # The reader takes nothing for the end.
                return content[:end]
