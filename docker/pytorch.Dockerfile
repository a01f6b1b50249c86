# PyTorch: script mode and serving. The library comes from its own package index; where that is not reached, from Debian.
ARG BASE
FROM $BASE
ARG PROCESSOR=cpu
RUN if pip3 install --no-compile --retries 1 --timeout 20 -c /opt/slipway/constraints.txt \
        --index-url "https://download.pytorch.org/whl/$([ "$PROCESSOR" = gpu ] && echo cu121 || echo cpu)" \
        --extra-index-url https://pypi.org/simple 'torch==2.2.2+'"$([ "$PROCESSOR" = gpu ] && echo cu121 || echo cpu)"; then \
        python3 -m compileall -q -j 0 /usr/local/lib/python3.11/dist-packages; \
    else \
        [ "$PROCESSOR" = cpu ] && apt-get update \
        && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends python3-torch \
        && apt-get clean && rm -rf /var/lib/apt/lists/*; \
    fi
ENV SLIPWAY_FRAMEWORK=slipway_pytorch
RUN ln -sf python3 /usr/bin/python
COPY common/bin /opt/slipway/bin
COPY common/slipway_training /opt/slipway/lib/slipway_training
COPY common/slipway_serving /opt/slipway/lib/slipway_serving
COPY common/slipway_pytorch /opt/slipway/lib/slipway_pytorch
RUN python3 -m compileall -q --invalidation-mode unchecked-hash /opt/slipway/lib
CMD ["train"]
