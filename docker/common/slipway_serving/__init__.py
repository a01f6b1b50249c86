"""The HTTP front of every `serve` command: what SageMaker asks of a hosting container."""
