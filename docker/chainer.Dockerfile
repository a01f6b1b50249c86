# Chainer 7: script mode and serving.
ARG BASE
FROM $BASE
RUN pip3 install --no-compile -c /opt/slipway/constraints.txt chainer==7.8.1 filelock==4.2.11 typing_extensions==4.16.0 \
 && python3 -m compileall -q -j 0 /usr/local/lib/python3.11/dist-packages/chainer*
ENV SLIPWAY_FRAMEWORK=slipway_chainer
RUN ln -s python3 /usr/bin/python
COPY common/bin /opt/slipway/bin
COPY common/slipway_training /opt/slipway/lib/slipway_training
COPY common/slipway_serving /opt/slipway/lib/slipway_serving
COPY common/slipway_chainer /opt/slipway/lib/slipway_chainer
RUN python3 -m compileall -q --invalidation-mode unchecked-hash /opt/slipway/lib
CMD ["train"]
