"""Runs the flows of modules one after the other and prints one line for each: `PASS name` or `FAIL name`."""

import importlib
import sys
import traceback


def main(module_name):
    module = importlib.import_module(module_name)
    for name, flow in list(vars(module).items()):
        if not name.startswith("flow_"):
            continue
        try:
            flow()
            report("PASS", name)
        except BaseException:  # a client that calls sys.exit has failed as well
            traceback.print_exc(file=sys.stdout)
            report("FAIL", name)


def report(result, flow):
    """On a line of its own: the SDK shows its progress by characters without an end of line."""
    print(f"\n{result} {flow[5:]}", flush=True)


if __name__ == "__main__":
    for module in sys.argv[1:]:
        main(module)
