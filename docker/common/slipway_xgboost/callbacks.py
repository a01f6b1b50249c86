"""What happens after each boosting round."""

import numpy as np

from slipway_xgboost.library import xgboost


class InOrder(xgboost.callback.TrainingCallback):
    """Several callbacks as one: the library calls those it is given in any order, and none after one that stops.

    Hosts that train together must do the same steps in the same order.
    """

    def __init__(self, callbacks):
        super().__init__()
        self._callbacks = callbacks

    def before_training(self, model):
        for callback in self._callbacks:
            model = callback.before_training(model)
        return model

    def after_training(self, model):
        for callback in self._callbacks:
            model = callback.after_training(model)
        return model

    def after_iteration(self, model, epoch, evals_log):
        return any([callback.after_iteration(model, epoch, evals_log) for callback in self._callbacks])


class PrintMetrics(xgboost.callback.TrainingCallback):
    """One line a round, in the form the built-in metric definitions look for."""

    def __init__(self, rounds_before):
        super().__init__()
        self._rounds_before = rounds_before

    def after_iteration(self, model, epoch, evals_log):
        if xgboost.collective.get_rank() == 0:
            print(line(self._rounds_before + epoch, _last_values(evals_log)), flush=True)
        return False


class SaveCheckpoint(xgboost.callback.TrainingCallback):
    def __init__(self, checkpoints, rounds_before):
        super().__init__()
        self._checkpoints = checkpoints
        self._rounds_before = rounds_before

    def after_iteration(self, model, epoch, evals_log):
        if xgboost.collective.get_rank() == 0:
            self._checkpoints.save(model, self._rounds_before + epoch)
        return False


class StopOnTermination(xgboost.callback.TrainingCallback):
    """Ends training after the current round. Hosts must end after the same one, so they agree each time."""

    def __init__(self, termination):
        super().__init__()
        self._termination = termination

    def after_iteration(self, model, epoch, evals_log):
        requested = self._termination.requested
        if not xgboost.collective.is_distributed():
            return requested
        votes = xgboost.collective.allreduce(np.array([int(requested)]), xgboost.collective.Op.MAX)
        return bool(votes[0])


def line(number, values):
    """`[3]`, then `train-rmse:1.23456` for each of the (data, metric, value)."""
    return f"[{number}]" + "".join(f"\t{data}-{metric}:{value:.5f}" for data, metric, value in values)


def _last_values(evals_log):
    return [(data, metric, values[-1]) for data, metrics in evals_log.items() for metric, values in metrics.items()]
