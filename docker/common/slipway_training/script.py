"""Script mode: the SageMaker training toolkit fetches the user's code and runs it."""

import os

PROGRAM = "sagemaker_program"


def run():
    """Hands the process over to the toolkit, which writes the failure file and sets the exit code itself."""
    from sagemaker_training import trainer

    os.environ["SAGEMAKER_TRAINING_MODULE"] = f"{__name__}:main"
    trainer.train()


def main():
    """What the toolkit calls once its environment is prepared."""
    from sagemaker_training import entry_point, environment

    job = environment.Environment()
    entry_point.run(
        uri=job.module_dir,
        user_entry_point=job.user_entry_point,
        args=job.to_cmd_args(),
        env_vars=job.to_env_vars(),
        capture_error=True,
    )
