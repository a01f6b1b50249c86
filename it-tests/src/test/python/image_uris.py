"""Prints every image URI that the SageMaker Python SDK can give for Slipway's frameworks: `<Slipway's image> <URI>`, each once.

All versions, kinds and processors that the SDK knows, in all regions: what it refuses is not printed.
"""

import contextlib
import functools
import io
import itertools
import logging

import sagemaker

IMAGES = ("xgboost", "sklearn", "tensorflow", "mxnet", "pytorch", "chainer")
INSTANCES = ("ml.m5.large", "ml.p3.2xlarge")


def of_the_sdk2():
    from sagemaker import image_uris, utils

    # Else each call reads the lists of versions and of regions anew.
    utils._botocore_resolver = functools.cache(utils._botocore_resolver)
    image_uris.config_for_framework = functools.cache(image_uris.config_for_framework)
    for image in IMAGES:
        config = image_uris.config_for_framework(image)
        scopes = {scope: config for scope in config["scope"]} if "scope" in config else config
        for scope, described in scopes.items():
            for alias, version in described.get("version_aliases", {}).items():
                yield from of_version(image, scope, alias, described["versions"][version])
            for version, known in described["versions"].items():
                yield from of_version(image, scope, version, known)


def of_version(image, scope, version, known):
    """Some versions have a list a version of Python."""
    if "registries" in known:
        yield from retrieved(image, scope, version, known["registries"], known.get("py_versions") or [None])
        return
    for python, each in known.items():
        yield from retrieved(image, scope, version, each["registries"], [python])


def retrieved(image, scope, version, regions, pythons):
    from sagemaker import image_uris

    given = False
    instances = ["ml.c7g.large"] if scope.endswith("graviton") else INSTANCES
    accelerator = "ml.eia2.medium" if scope == "eia" else None
    # Without what looks for variables of pipelines among the arguments, which costs as much again.
    retrieve = image_uris.retrieve.__wrapped__
    for region, python, instance in itertools.product(regions, pythons, instances):
        with contextlib.suppress(ValueError, KeyError):
            yield image, retrieve(
                image, region, version=version, py_version=python, instance_type=instance, image_scope=scope,
                accelerator_type=accelerator)
            given = True
    assert given, (image, scope, version)


# Versions are not checked by the SDK 1.72; these are the ones that its documentation names.
VERSIONS = {
    "tensorflow": "1.4 1.4.1 1.5.0 1.6.0 1.7.0 1.8.0 1.9.0 1.10.0 1.11 1.11.0 1.12.0",
    "tensorflow-scriptmode": "1.11 1.11.0 1.12.0 1.13.1 1.14.0 1.15.0 1.15.2 2.0.0 2.0.1 2.1.0 2.2.0",
    "tensorflow-serving": "1.11.0 1.12.0 1.13.0 1.14.0 1.15.0 1.15.2 2.0.0 2.1.0 2.2.0",
    "mxnet": "0.12 0.12.1 1.0 1.0.0 1.1.0 1.2 1.2.1 1.3.0 1.4.0 1.4.1 1.6.0",
    "mxnet-serving": "1.4.0 1.4.1 1.6.0",
    "pytorch": "0.4 0.4.0 1.0.0 1.0.0.dev 1.1.0 1.2.0 1.3.1 1.4.0 1.5.0",
    "pytorch-serving": "1.2.0 1.3.1 1.4.0 1.5.0",
    "chainer": "4.0.0 4.1.0 5.0.0",
}


def of_the_sdk1():
    from sagemaker import fw_registry, fw_utils, utils

    utils._botocore_resolver = functools.cache(utils._botocore_resolver)
    regions = fw_registry.image_registry_map
    for framework, versions in VERSIONS.items():
        choices = itertools.product(
            versions.split(), regions, INSTANCES, (None, "py2", "py3", "py37"), (None, "123456789012"),
            (None, "ml.eia2.medium"))
        for version, region, instance, python, account, accelerator in choices:
            # A version that is not made of numbers fails as the SDK itself does.
            with contextlib.suppress(ValueError, KeyError, TypeError):
                yield framework.split("-")[0], fw_utils.create_image_uri(
                    region, framework, instance, version, python, account=account, accelerator_type=accelerator)
    for region in regions:
        yield from of_algorithms(region)


def of_algorithms(region):
    from sagemaker.amazon import amazon_estimator
    from sagemaker.sklearn import defaults as sklearn
    from sagemaker.xgboost import defaults as xgboost
    from sagemaker.fw_registry import default_framework_uri

    supported = xgboost.XGBOOST_SUPPORTED_VERSIONS
    for version in [*xgboost.XGBOOST_1P_VERSIONS, "0.90", *supported, *(f"{each}-cpu-py3" for each in supported)]:
        with contextlib.suppress(ValueError, KeyError):
            yield "xgboost", amazon_estimator.get_image_uri(region, "xgboost", version)
    for version in sklearn.SKLEARN_SUPPORTED_VERSIONS:
        yield "sklearn", default_framework_uri("scikit-learn", region, f"{version}-cpu-py3")


if __name__ == "__main__":
    logging.disable(logging.CRITICAL)
    with contextlib.redirect_stdout(io.StringIO()):
        uris = sorted(set(of_the_sdk1() if sagemaker.__version__.startswith("1.") else of_the_sdk2()))
    print("\n".join(" ".join(uri) for uri in uris))
