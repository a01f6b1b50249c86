"""Mends what the training toolkit does to programs, before it runs one."""

import shlex
import sys

from sagemaker_training import _entry_point_type, entry_point, environment, process

# A line longer than this is passed on in pieces.
_LONGEST_LINE = 1024 * 1024


def mend():
    entry_point.run = _captured(entry_point.run)
    process.watch = _line_by_line(process.watch)
    process.ProcessRunner._create_command = _quoted(process.ProcessRunner._create_command)


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
