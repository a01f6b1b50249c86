"""How a training container ends: exit code, and the file SageMaker takes the failure reason from."""

import sys
import traceback

from slipway_training.errors import AlgorithmError, UserError


def run(work, failure_file):
    """Runs the training and exits the process with 0, or with 1 and the reason in `failure_file`."""
    try:
        work()
    except UserError as error:
        traceback.print_exc()
        _fail(failure_file, str(error))
    except AlgorithmError as error:
        traceback.print_exc()
        _fail(failure_file, f"framework error: \n{error}")
    except Exception as error:
        trace = traceback.format_exc()
        sys.stderr.write(trace)
        _fail(failure_file, f"framework error: \n{trace}\n{error}")


def _fail(failure_file, reason):
    failure_file.parent.mkdir(parents=True, exist_ok=True)
    failure_file.write_text(reason, encoding="utf-8")
    sys.exit(1)
