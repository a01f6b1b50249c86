"""Script mode: the SageMaker training toolkit fetches the user's code and runs it."""

import os

PROGRAM = "sagemaker_program"


def run(module=__name__):
    """Hands the process over to the toolkit, which writes the failure file and sets the exit code itself.

    `module` has a function `main`, which the toolkit calls once its environment is prepared.
    """
    from slipway_training import deferred

    with deferred.modules("boto3", "paramiko", "sagemaker_training.intermediate_output"):
        from slipway_training import toolkit

    toolkit.mend()
    os.environ["SAGEMAKER_TRAINING_MODULE"] = f"{module}:main"
    toolkit.trainer.train()


def main():
    """Runs the user's program as it is."""
    from sagemaker_training import entry_point, environment

    job = environment.Environment()
    entry_point.run(
        uri=job.module_dir, user_entry_point=job.user_entry_point, args=job.to_cmd_args(), env_vars=job.to_env_vars()
    )
