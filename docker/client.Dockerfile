# Runs the programs of examples/: Python with boto3 and scikit-learn, which the base already carries.
ARG BASE
FROM $BASE
WORKDIR /examples
ENTRYPOINT ["python3"]
