# SageMaker's built-in XGBoost: algorithm mode, and script mode through the training toolkit.
ARG BASE
FROM $BASE
RUN pip3 install --no-compile -c /opt/slipway/constraints.txt xgboost-cpu pyarrow \
 && cd /usr/local/lib/python3.11/dist-packages \
 && rm -rf pyarrow/include pyarrow/src pyarrow/tests \
 && python3 -m compileall -q -j 0 pyarrow xgboost
# Threads that wait sleep: several jobs share a machine's processors.
ENV SLIPWAY_FRAMEWORK=slipway_xgboost \
    OMP_WAIT_POLICY=PASSIVE
COPY common/bin /opt/slipway/bin
COPY common/slipway_training /opt/slipway/lib/slipway_training
COPY common/slipway_serving /opt/slipway/lib/slipway_serving
COPY common/slipway_xgboost /opt/slipway/lib/slipway_xgboost
COPY common/sagemaker_xgboost_container /opt/slipway/lib/sagemaker_xgboost_container
# Programs of users, and the SDK's processors, call it "python".
RUN python3 -m compileall -q --invalidation-mode unchecked-hash /opt/slipway/lib \
 && ln -s python3 /usr/bin/python
CMD ["train"]
