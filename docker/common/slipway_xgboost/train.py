"""The `train` command."""

from slipway_training import job as training_job
from slipway_training import outcome, script
from slipway_xgboost.termination import Termination


def main():
    """Runs the user's script where the job names one, the built-in algorithm otherwise."""
    job = training_job.load()
    if script.PROGRAM in job.hyperparameters:
        script.run()
        return
    termination = Termination()
    termination.listen()
    outcome.run(lambda: _algorithm(job, termination), job.failure_file)


def _algorithm(job, termination):
    # The library is imported only here: script mode leaves that to the user's process.
    from slipway_xgboost import training

    training.run(job, termination)


if __name__ == "__main__":
    main()
