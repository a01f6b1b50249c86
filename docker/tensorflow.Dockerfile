# TensorFlow 2.15, the last one that runs programs of 1.x too: script mode, the legacy mode of versions up to 1.12, serving.
ARG BASE
FROM $BASE
ARG PROCESSOR=cpu
COPY framework-constraints.txt /opt/slipway/framework-constraints.txt
# The headers are for building operations in C++, clang for reading such.
RUN pip3 install --no-compile -c /opt/slipway/constraints.txt -c /opt/slipway/framework-constraints.txt \
    $([ "$PROCESSOR" = gpu ] && echo 'tensorflow[and-cuda]==2.15.1' || echo tensorflow-cpu==2.15.1) requests \
 && cd /usr/local/lib/python3.11/dist-packages \
 && rm -rf tensorflow/include \
 && find . -type d -name tests -prune -exec rm -rf {} + \
 && python3 -m compileall -q -j 0 .
ENV SLIPWAY_FRAMEWORK=slipway_tensorflow \
    TF_CPP_MIN_LOG_LEVEL=1
RUN echo "import os; exec('if os.environ.get(\"SLIPWAY_TENSORFLOW_1\"): from slipway_tensorflow import tf1; tf1.install()')" \
    > /usr/local/lib/python3.11/dist-packages/slipway_tensorflow_1.pth \
 && ln -s python3 /usr/bin/python
COPY common/bin /opt/slipway/bin
COPY common/slipway_training /opt/slipway/lib/slipway_training
COPY common/slipway_serving /opt/slipway/lib/slipway_serving
COPY common/slipway_tensorflow /opt/slipway/lib/slipway_tensorflow
RUN python3 -m compileall -q --invalidation-mode unchecked-hash /opt/slipway/lib
CMD ["train"]
