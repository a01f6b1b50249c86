"""Modules that are imported when something of them is first asked for.

The toolkit imports at its start what few jobs need, which would cost each of them half a second of a processor.
"""

import contextlib
import importlib
import sys
import types


@contextlib.contextmanager
def modules(*names):
    """What is imported within the block gets stand-ins for these, of which each finds its module when it is used."""
    stand_ins = {name: _stand_in(name) for name in names if name not in sys.modules}
    sys.modules.update(stand_ins)
    try:
        yield
    finally:
        for name, stand_in in stand_ins.items():
            if sys.modules.get(name) is stand_in:
                del sys.modules[name]


def _stand_in(name):
    stand_in = types.ModuleType(name)

    def find(attribute):
        if sys.modules.get(name) is stand_in:
            del sys.modules[name]
        return getattr(importlib.import_module(name), attribute)

    stand_in.__getattr__ = find
    return stand_in
