"""Runs a sweep's trials on Ray Tune. The plan comes as one line of JSON on standard input, events go as lines of JSON to
descriptor 3. Everything that is decided about a sweep stands in the plan; this only hands trials to Tune and says what
came of them. When standard input closes, the sweep is over, whoever closed it."""

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

# So that other nodes need not have these files.
for module in (cluster, nodes, trial):
    cloudpickle.register_pickle_by_value(module)

# Without a buffer: Python could not end while a thread waits for one.
STARTER = open(0, "rb", buffering=0, closefd=False)


class Starter:
    """Whoever started this holds standard input open as long as it lives and wants the sweep to go on."""

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
        # The command judges what was found; where it does not like it, it closes standard input.
        starter.agrees.wait()
        queue_of_trials.run(plan, halving.scheduler(plan))
        nodes.tidy_all(plan)
        events.send("over")
    except Exception as error:  # noqa: BLE001 - whatever it is, the command is to tell it
        traceback.print_exc()
        events.send("broken", message=str(error).strip() or type(error).__name__)
    finally:
        cluster.disconnect(plan)


if __name__ == "__main__":
    main()
