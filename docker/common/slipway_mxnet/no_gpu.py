"""`mx.gpu()` where there is none: in an image that was asked for by a `-gpu-` tag it is the processor.

Every process of the image imports this with the library, whose own answer would be that it was compiled without.
"""

import sys

from mxnet.context import Context, num_gpus
from slipway_training import image_tag


def stand_in():
    _, tag = image_tag.requested()
    if "-gpu-" not in tag or num_gpus() > 0:
        return
    Context.devstr2type["gpu"] = Context.devstr2type["cpu"]
    print("There is no GPU here: mx.gpu() is the processor.", file=sys.stderr)


stand_in()
