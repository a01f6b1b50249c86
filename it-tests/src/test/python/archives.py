"""Archives of models: good ones, and such as nobody should unpack."""

import io
import tarfile


def of(name, content):
    return _archive(tarfile.TarInfo(name), content)


def leading_out():
    return of("../../evil", b"x")


def bad():
    """Each kind by its name."""
    good = of("model", b"x" * 1000)
    return {
        "parent": leading_out(), "absolute": of("/evil", b"x"),
        "symlink": _link(tarfile.SYMTYPE, "../../.."), "absolute-symlink": _link(tarfile.SYMTYPE, "/etc/passwd"),
        "hardlink": _link(tarfile.LNKTYPE, "../../outside"), "broken": good[:len(good) // 2], "noise": b"this is no archive"}


def _link(kind, target):
    entry = tarfile.TarInfo("model")
    entry.type, entry.linkname = kind, target
    return _archive(entry, b"")


def _archive(entry, content):
    entry.size = len(content)
    with io.BytesIO() as file:
        with tarfile.open(fileobj=file, mode="w:gz") as archive:
            archive.addfile(entry, io.BytesIO(content))
        return file.getvalue()
