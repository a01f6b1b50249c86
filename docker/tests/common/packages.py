"""What is installed in the image beside Debian's own packages."""

import glob
import importlib.metadata
import re


def unpinned():
    """Names of packages whose very version is in none of the image's lists."""
    lists = "".join(open(path).read() for path in glob.glob("/opt/slipway/*constraints.txt"))
    pinned = {(_plain(name), version) for name, version in re.findall(r"^([\w.-]+)==(\S+)$", lists, re.M)}
    found = importlib.metadata.distributions(path=["/usr/local/lib/python3.11/dist-packages"])
    return {name for name, version in ((_plain(d.metadata["Name"]), d.version) for d in found) if (name, version) not in pinned}


def _plain(name):
    return re.sub(r"[-_.]+", "-", name).lower()
