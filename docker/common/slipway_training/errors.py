"""The two ways in which a training container fails, as SageMaker tells them apart."""


class UserError(Exception):
    """The request or its data are wrong. The text alone becomes the job's failure reason."""


class AlgorithmError(Exception):
    """The algorithm broke on input that looked right."""
