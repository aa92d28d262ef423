"""Connects to Ray: starts it here for one sweep, or uses a running cluster."""

import logging
import os
import shutil

import ray
from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy

# Ray's timeout is half a minute, which may be too short on a busy machine, so try several times.
ATTEMPTS = 3


def connect(plan):
    quiet = {"log_to_driver": False, "logging_level": logging.ERROR, "configure_logging": True}
    if plan["address"]:
        ray.init(address=plan["address"], **quiet)
        return
    for attempt in range(ATTEMPTS):
        try:
            ray.init(
                num_cpus=plan["workers"],
                num_gpus=0,
                include_dashboard=False,
                _temp_dir=os.path.join(plan["temporary"], f"ray{attempt}"),
                # A sweep stores a dataset and models there, at most a few hundred megabytes.
                object_store_memory=plan["objectBytes"],
                **quiet,
            )
            return
        except Exception:
            ray.shutdown()
            if attempt == ATTEMPTS - 1:
                raise


def disconnect(plan):
    ray.shutdown()
    shutil.rmtree(plan["temporary"], ignore_errors=True)


def own_node():
    return ray.get_runtime_context().get_node_id()


def on_node(node):
    """The scheduling strategy of a task that must run on a specific node."""
    return NodeAffinitySchedulingStrategy(node_id=node, soft=False)
