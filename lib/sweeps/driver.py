"""Runs a sweep's trials on Ray Tune.

Reads the plan as one line of JSON from standard input, and writes events as lines of JSON to descriptor 3. All
decisions are in the plan: this program only passes trials to Tune and reports their results. When standard input is
closed, the sweep ends.
"""

import json
import os
import sys
import threading
import traceback

from ray import cloudpickle

import cluster
import events
import halving
import nodes
import queue_of_trials
import trial

# Send these modules with each task, so that other nodes do not need the files.
for module in (cluster, nodes, trial):
    cloudpickle.register_pickle_by_value(module)

# Standard input is read without a buffer, because Python cannot exit while a thread waits for a buffered reader.
STARTER = open(0, "rb", buffering=0, closefd=False)


class Starter:
    """The parent process, which keeps standard input open while the sweep should continue."""

    def __init__(self, plan):
        self.agrees = threading.Event()
        threading.Thread(target=self.listen, args=(plan,), daemon=True).start()

    def listen(self, plan):
        for line in STARTER:
            if line == b"go\n":
                self.agrees.set()
        cluster.disconnect(plan)
        os._exit(0)


def main():
    plan = json.loads(STARTER.readline())
    starter = Starter(plan)
    try:
        cluster.connect(plan)
        events.send("nodes", nodes=nodes.look_at_all(plan))
        # The parent checks the nodes. If it rejects them, it closes standard input.
        starter.agrees.wait()
        queue_of_trials.run(plan, halving.scheduler(plan))
        nodes.tidy_all(plan)
        events.send("over")
    except Exception as error:  # noqa: BLE001 - the command reports errors of every kind
        traceback.print_exc()
        events.send("broken", message=str(error).strip() or type(error).__name__)
    finally:
        cluster.disconnect(plan)


if __name__ == "__main__":
    main()
