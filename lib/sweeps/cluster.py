"""Ray itself: started here for one sweep, or a cluster that is running already."""

import logging
import os
import shutil

import ray
from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy

# Ray gives itself half a minute, which a machine that is busy otherwise may not have.
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
                # A sweep keeps a dataset and models there, some hundred megabytes at most.
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
    """For whatever must run on one node and on no other."""
    return NodeAffinitySchedulingStrategy(node_id=node, soft=False)
