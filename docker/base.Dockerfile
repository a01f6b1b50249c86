# What every framework image shares: Python 3.11, the SageMaker toolkits, the numeric stack.

ARG BASE=debian:bookworm-slim
FROM $BASE AS os
# A build that is interrupted starts over, so packages need not be flushed to the disk one by one.
RUN echo force-unsafe-io > /etc/dpkg/dpkg.cfg.d/unsafe-io \
 && echo 'Acquire::Languages "none";' > /etc/apt/apt.conf.d/no-languages \
 && apt-get update \
 && DEBIAN_FRONTEND=noninteractive \
    apt-get install -y --no-install-recommends ca-certificates python3 python3-pip python3-setuptools \
 && apt-get clean && rm -rf /var/lib/apt/lists/*
COPY ca/ /usr/local/share/ca-certificates/
RUN update-ca-certificates
ENV LANG=C.UTF-8 \
    PYTHONUNBUFFERED=1 \
    PIP_CERT=/etc/ssl/certs/ca-certificates.crt \
    REQUESTS_CA_BUNDLE=/etc/ssl/certs/ca-certificates.crt \
    SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt \
    PIP_BREAK_SYSTEM_PACKAGES=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIP_NO_CACHE_DIR=1 \
    PIP_ROOT_USER_ACTION=ignore

# The toolkits come as source distributions, one of them with C: the compiler stays in this stage.
FROM os AS wheels
RUN apt-get update \
 && DEBIAN_FRONTEND=noninteractive \
    apt-get install -y --no-install-recommends gcc libc6-dev libpython3.11-dev python3-wheel
COPY constraints.txt /opt/slipway/constraints.txt
RUN pip3 wheel --no-deps --wheel-dir /wheels -c /opt/slipway/constraints.txt \
    sagemaker-training sagemaker-inference inotify-simple

FROM os
COPY constraints.txt /opt/slipway/constraints.txt
COPY --from=wheels /wheels /tmp/wheels
# Compiled once the packages' own tests are gone, on all processors.
RUN pip3 install --no-compile -c /opt/slipway/constraints.txt --find-links /tmp/wheels \
    sagemaker-training sagemaker-inference numpy scipy pandas scikit-learn boto3 gunicorn \
 && rm -rf /tmp/wheels \
 && find /usr/local/lib/python3.11/dist-packages -type d -name tests -prune -exec rm -rf {} + \
 && python3 -m compileall -q -j 0 /usr/local/lib/python3.11/dist-packages
ENV PATH=/opt/slipway/bin:$PATH \
    PYTHONPATH=/opt/slipway/lib
LABEL com.amazonaws.sagemaker.capabilities.accept-bind-to-port=true
