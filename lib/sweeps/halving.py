"""Asynchronous successive halving (Li et al. 2020), as Tune has it, over the first seed of each configuration."""

from types import SimpleNamespace

from ray.tune.schedulers import AsyncHyperBandScheduler, FIFOScheduler, TrialScheduler


class HalvingOfFirstSeeds(AsyncHyperBandScheduler):
    def __init__(self, finished, **options):
        super().__init__(time_attr="epoch", metric="accuracy", mode="max", **options)
        # What earlier runs of a sweep have measured counts as if it had been measured in this one.
        for name, accuracies in finished.items():
            for epoch, accuracy in enumerate(accuracies, 1):
                self._brackets[0].on_result(SimpleNamespace(trial_id=f"earlier {name}"), epoch, accuracy)

    def on_trial_result(self, tune_controller, trial, result):
        # Further seeds tell how far chance goes with a configuration that has been chosen already.
        if not trial.config["trial"]["first"] or "accuracy" not in result:
            return TrialScheduler.CONTINUE
        decision = super().on_trial_result(tune_controller, trial, result)
        # Nothing is saved by stopping what has just done its last epoch.
        is_last = result["epoch"] >= trial.config["trial"]["values"]["epochs"]
        return TrialScheduler.CONTINUE if is_last else decision

    def on_trial_complete(self, tune_controller, trial, result):
        # Its last accuracy has been counted with its last epoch.
        self._trial_info.pop(trial.trial_id, None)


def scheduler(plan):
    if not plan["halving"]:
        return FIFOScheduler()
    return HalvingOfFirstSeeds(
        plan["finished"],
        # Above every epoch: a trial that reaches its last one ends by itself, with its model.
        max_t=plan["halving"]["epochs"] + 1,
        grace_period=plan["halving"]["grace"],
        reduction_factor=plan["halving"]["factor"],
    )
