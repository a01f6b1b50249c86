"""Runs the user's program, with the other hosts where the job asks for that."""

import json

from sagemaker_training import entry_point, environment, mapping

from slipway_tensorflow import cluster, meeting

_PARAMETER_SERVERS = "sagemaker_parameter_server_enabled"
_MIRRORED_WORKERS = "sagemaker_multi_worker_mirrored_strategy_enabled"


def main():
    """What the toolkit calls once its environment is prepared."""
    job = environment.Environment()
    hyperparameters = _of_this_job(job)
    wanted = job.additional_framework_parameters
    if wanted.get(_PARAMETER_SERVERS) and len(job.hosts) > 1:
        with (
            cluster.parameter_servers(job.hosts, job.current_host, job.hosts) as configuration,
            meeting.until_all_are_done(job.hosts, job.current_host),
        ):
            _run(job, hyperparameters, {"TF_CONFIG": json.dumps(configuration)})
    elif wanted.get(_MIRRORED_WORKERS):
        _run(job, hyperparameters, {"TF_CONFIG": json.dumps(cluster.mirrored_workers(job.hosts, job.current_host))})
    else:
        _run(job, hyperparameters, {})


def _run(job, hyperparameters, variables):
    entry_point.run(
        uri=job.module_dir,
        user_entry_point=job.user_entry_point,
        args=mapping.to_cmd_args(hyperparameters),
        env_vars={**job.to_env_vars(), **variables},
    )


def _of_this_job(job):
    """The jobs of a tuning job were all given one `model_dir` in S3, in which each has a place of its own."""
    hyperparameters = dict(job.hyperparameters)
    directory = hyperparameters.get("model_dir")
    in_tuning = "_tuning_objective_metric" in environment.read_hyperparameters()
    if in_tuning and directory and not directory.startswith("/opt/ml"):
        hyperparameters["model_dir"] = f"{directory}/{job.job_name}/model"
    return hyperparameters
