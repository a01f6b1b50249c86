# MXNet 1.9: script mode, and the functions train, save, model_fn and transform_fn of the images up to 1.2.
ARG BASE
FROM $BASE
RUN apt-get update \
 && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends libgomp1 libquadmath0 \
 && apt-get clean && rm -rf /var/lib/apt/lists/*
ARG PROCESSOR=cpu
COPY framework-constraints.txt /opt/slipway/framework-constraints.txt
RUN pip3 install --no-compile -c /opt/slipway/constraints.txt -c /opt/slipway/framework-constraints.txt \
    $([ "$PROCESSOR" = gpu ] && echo mxnet-cu112==1.9.1 || echo mxnet==1.9.1) \
 && pip3 install --no-compile --no-deps \
    sagemaker-mxnet-training==4.3.0 sagemaker-mxnet-inference==1.5.5 \
 && rm /usr/local/bin/serve \
 && cd /usr/local/lib/python3.11/dist-packages \
 && rm -rf mxnet/include \
 && python3 -m compileall -q -j 0 .
ENV SLIPWAY_FRAMEWORK=slipway_mxnet
# What stands for a GPU is there wherever the library is imported.
RUN cd /usr/local/lib/python3.11/dist-packages \
 && echo /opt/slipway/lib > slipway.pth \
 && echo 'from slipway_mxnet import no_gpu' >> mxnet/__init__.py \
 && python3 -m compileall -q mxnet/__init__.py \
 && ln -s python3 /usr/bin/python
COPY common/bin /opt/slipway/bin
COPY common/slipway_training /opt/slipway/lib/slipway_training
COPY common/slipway_serving /opt/slipway/lib/slipway_serving
COPY common/slipway_mxnet /opt/slipway/lib/slipway_mxnet
RUN python3 -m compileall -q --invalidation-mode unchecked-hash /opt/slipway/lib
CMD ["train"]
