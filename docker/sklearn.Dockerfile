# scikit-learn: script mode and serving. The library is the base's.
ARG BASE
FROM $BASE
ENV SLIPWAY_FRAMEWORK=slipway_sklearn
COPY common/bin /opt/slipway/bin
COPY common/slipway_training /opt/slipway/lib/slipway_training
COPY common/slipway_serving /opt/slipway/lib/slipway_serving
COPY common/slipway_sklearn /opt/slipway/lib/slipway_sklearn
RUN python3 -m compileall -q --invalidation-mode unchecked-hash /opt/slipway/lib \
 && ln -s python3 /usr/bin/python
CMD ["train"]
