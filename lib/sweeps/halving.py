"""Asynchronous successive halving (Li et al. 2020), by Tune, for the first seed of each configuration."""

from types import SimpleNamespace

from ray.tune.schedulers import AsyncHyperBandScheduler, FIFOScheduler, TrialScheduler


class HalvingOfFirstSeeds(AsyncHyperBandScheduler):
    def __init__(self, finished, **options):
        super().__init__(time_attr="epoch", metric="accuracy", mode="max", **options)
        # Replay the measurements of earlier runs of the sweep.
        for name, accuracies in finished.items():
            for epoch, accuracy in enumerate(accuracies, 1):
                self._brackets[0].on_result(SimpleNamespace(trial_id=f"earlier {name}"), epoch, accuracy)

    def on_trial_result(self, tune_controller, trial, result):
        # Trials with further seeds are not stopped: they measure the variance of configurations whose first trial
        # has completed.
        if not trial.config["trial"]["first"] or "accuracy" not in result:
            return TrialScheduler.CONTINUE
        decision = super().on_trial_result(tune_controller, trial, result)
        # Stopping a trial after its last epoch would save nothing.
        is_last = result["epoch"] >= trial.config["trial"]["values"]["epochs"]
        return TrialScheduler.CONTINUE if is_last else decision

    def on_trial_complete(self, tune_controller, trial, result):
        # The last accuracy has already been counted with the last epoch.
        self._trial_info.pop(trial.trial_id, None)


def scheduler(plan):
    if not plan["halving"]:
        return FIFOScheduler()
    return HalvingOfFirstSeeds(
        plan["finished"],
        # One more than the number of epochs, so that a trial in its last epoch ends by itself and saves its
        # model.
        max_t=plan["halving"]["epochs"] + 1,
        grace_period=plan["halving"]["grace"],
        reduction_factor=plan["halving"]["factor"],
    )
