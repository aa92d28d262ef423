"""Runs a sweep's trials on Ray Tune. The plan comes as one line of JSON on standard input, events go as lines of JSON to
descriptor 3. Everything that is decided about a sweep stands in the plan; this only hands trials to Tune and says what
came of them. When standard input closes, the sweep is over, whoever closed it."""

import json
import os
import sys
import threading

from ray import cloudpickle

import cluster
import halving
import nodes
import queue_of_trials
import trial

# So that other nodes need not have these files.
for module in (cluster, nodes, trial):
    cloudpickle.register_pickle_by_value(module)


class Events:
    """Lines of JSON to whoever started this."""

    def __init__(self):
        self._lines = os.fdopen(3, "w", buffering=1)

    def send(self, event, **details):
        self._lines.write(json.dumps({"event": event, **details}) + "\n")


def end_with_starter(plan):
    """Whoever started this holds standard input open as long as it lives and wants the sweep to go on."""

    def wait():
        sys.stdin.buffer.read()
        cluster.disconnect(plan)
        os._exit(0)

    threading.Thread(target=wait, daemon=True).start()


def main():
    plan = json.loads(sys.stdin.buffer.readline())
    events = Events()
    end_with_starter(plan)
    try:
        cluster.connect(plan)
        found = nodes.look_at_all(plan)
        events.send("nodes", nodes=found)
        # The command compares what was found, and answers by closing standard input where it does not like it.
        if not any("problem" in node for node in found):
            queue_of_trials.run(plan, events, halving.scheduler(plan))
            events.send("over")
    except Exception as error:  # noqa: BLE001 - whatever it is, the command is to tell it
        events.send("broken", message=str(error) or type(error).__name__)
    finally:
        cluster.disconnect(plan)


if __name__ == "__main__":
    main()
