"""Passes the plan's trials to Tune, in order, and reports their results."""

import json
import os

import ray
from ray import cloudpickle, tune
from ray.tune import Callback
from ray.tune.search import Searcher

import cluster
import events
from keeper import Keeper
from nodes import plan_for_nodes
from trial import Trial


class TrialQueue(Searcher):
    """The first trial of each configuration runs first. If it is stopped or fails, its other trials are skipped."""

    def __init__(self, trials):
        super().__init__(metric="accuracy", mode="max")
        self.waiting = [trial for trial in trials if not trial["after"]]
        self.later = [trial for trial in trials if trial["after"]]
        self.running = {}

    def suggest(self, trial_id):
        if self.waiting:
            self.running[trial_id] = self.waiting.pop(0)
            return {"trial": self.running[trial_id]}
        return None if self.running else Searcher.FINISHED

    def on_trial_complete(self, trial_id, result=None, error=False):
        ended = self.running.pop(trial_id, None)
        if ended is None:
            return
        is_whole = not error and result is not None and "training" in result
        # Run the configuration's other trials before those of others, to confirm a good configuration early.
        self.waiting[:0] = [trial for trial in self.later if is_whole and trial["after"] == ended["name"]]
        self.later = [trial for trial in self.later if trial["after"] != ended["name"]]

    def save(self, checkpoint_path):
        """Required by Tune, but unused: the command stores finished trials and resumes with a new plan."""

    def restore(self, checkpoint_path):
        """See `save`."""


class Report(Callback):
    def send(self, event, trial, **details):
        events.send(event, trial=trial.config["trial"]["name"], **details)

    def on_trial_start(self, iteration, trials, trial, **info):
        self.send("began", trial, attempt=trial.num_failures + 1)

    def on_trial_result(self, iteration, trials, trial, result, **info):
        if "record" in result:
            self.send("epoch", trial, record=result["record"])

    def on_trial_recover(self, iteration, trials, trial, **info):
        self.send("again", trial, message=reason(trial))

    def on_trial_error(self, iteration, trials, trial, **info):
        self.send("ended", trial, outcome="failed", final=False, message=reason(trial))

    def on_trial_complete(self, iteration, trials, trial, **info):
        result = trial.last_result
        if "failure" in result:
            self.send("ended", trial, outcome="failed", final=True, message=result["failure"])
        elif "training" in result:
            self.send("ended", trial, outcome="done", final=True, training=json.loads(result["training"]))
        else:
            self.send("ended", trial, outcome="stopped", final=True)


def reason(trial):
    """The trial's own description of its end, if it could send one."""
    try:
        with open(trial.pickled_error_file, "rb") as file:
            error = cloudpickle.load(file)
    except (OSError, TypeError):
        return "its process or its node was lost"
    cause = getattr(error, "cause", None)
    # Ray adds a trial's exception as the cause. Ray's own exceptions mean that a process or node was lost.
    return str(cause).strip() if cause is not None else "its process or its node was lost"


def run(plan, scheduler):
    node = cluster.on_node(plan["ownNode"])
    keeper = Keeper.options(scheduling_strategy=node).remote(plan["models"])
    data = None
    if "file" in plan["dataset"]:
        with open(plan["dataset"]["file"], "rb") as file:
            data = ray.put(file.read())
    trainable = tune.with_parameters(Trial, plan=plan_for_nodes(plan), keeper=keeper, data=[data])
    tune.Tuner(
        tune.with_resources(trainable, {"cpu": 1}),
        tune_config=tune.TuneConfig(
            search_alg=TrialQueue(plan["trials"]),
            scheduler=scheduler,
            num_samples=-1,
            reuse_actors=True,
            max_concurrent_trials=None,
        ),
        run_config=tune.RunConfig(
            name="trials",
            storage_path=os.path.join(plan["temporary"], "tune"),
            failure_config=tune.FailureConfig(max_failures=plan["retries"]),
            callbacks=[Report()],
            checkpoint_config=tune.CheckpointConfig(checkpoint_at_end=False),
            verbose=0,
        ),
    ).fit()
