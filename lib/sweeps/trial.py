"""A trial as a Tune Trainable: a Node process that writes a line of JSON per epoch. Runs on the nodes."""

import ctypes
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile

import ray
from ray import tune

from nodes import home_of, program_here, project_here

ONE_THREAD = {"TF_NUM_INTRAOP_THREADS": "1", "TF_NUM_INTEROP_THREADS": "1", "OMP_NUM_THREADS": "1"}


class Trial(tune.Trainable):
    def setup(self, config, plan, keeper, data):
        self.plan, self.keeper, self.data = plan, keeper, data
        self.begin(config["trial"])

    def reset_config(self, new_config):
        self.cleanup()
        self.begin(new_config["trial"])
        return True

    def begin(self, trial):
        self.trial, self.is_lost = trial, False
        node = ray.get_runtime_context().get_node_id()
        self.home = private_folder(home_of(self.plan["identity"]))
        # The folder is named after the trial, not the attempt, so that a retry on this node continues from the
        # last checkpoint.
        self.folder = os.path.join(self.home, trial["name"])
        os.makedirs(self.folder, exist_ok=True)
        self.complaints = open(os.path.join(self.folder, "complaints"), "w+b")
        reading, writing = os.pipe()
        self.process = subprocess.Popen(
            # The last argument only identifies the trial in process lists.
            [*program_here(self.plan, node), f"{self.plan['identity']}/{trial['name']}"],
            cwd=project_here(self.plan, node),
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=self.complaints,
            pass_fds=(writing,),
            env={**os.environ, **ONE_THREAD},
            preexec_fn=end_with_parent if sys.platform == "linux" else None,
        )
        os.close(writing)
        self.lines = os.fdopen(reading, encoding="utf8")
        request = {**trial, "dataset": self.dataset(), "folder": self.folder, "descriptor": writing}
        # The process exits when this pipe is closed, if nothing else stops it.
        self.process.stdin.write(json.dumps(request).encode() + b"\n")
        self.process.stdin.flush()

    def dataset(self):
        """Each node loads datasets of the catalogue itself. Others come from Ray's object store, once per node."""
        dataset = self.plan["dataset"]
        if "file" not in dataset:
            return dataset
        file = os.path.join(self.home, "dataset")
        if not os.path.exists(file):
            with tempfile.NamedTemporaryFile(dir=self.home, delete=False) as partial:
                partial.write(ray.get(self.data[0]))
            os.rename(partial.name, file)
        return {**dataset, "file": file}

    def step(self):
        line = self.lines.readline()
        if not line:
            raise RuntimeError(self.last_words())
        message = json.loads(line)
        if "epoch" in message:
            record = message["epoch"]
            return {"epoch": record["epoch"], "accuracy": record["validationAccuracy"], "record": record}
        if "failure" in message:
            return {"failure": message["failure"], "done": True}
        self.hand_over_model()
        # Sent as text, because Tune flattens nested values.
        return {"training": json.dumps(message["final"]), "done": True}

    def hand_over_model(self):
        model = os.path.join(self.folder, "model")
        files = {}
        for name in os.listdir(model):
            with open(os.path.join(model, name), "rb") as file:
                files[name] = file.read()
        ray.get(self.keeper.keep.remote(self.trial["name"], files))

    def last_words(self):
        """Why the process has ended, according to its own message if it sent one."""
        self.is_lost = True
        code = self.process.wait()
        self.complaints.seek(0)
        words = self.complaints.read().decode(errors="replace").strip().splitlines()
        ending = f"was ended by {signal.Signals(-code).name}" if code < 0 else f"ended with code {code}"
        return f"its process {ending}" + (f": {words[-1]}" if words else "")

    def cleanup(self):
        self.process.kill()
        self.process.wait()
        self.process.stdin.close()
        self.lines.close()
        self.complaints.close()
        # Keep the checkpoint of a lost process for the next attempt.
        if not self.is_lost:
            shutil.rmtree(self.folder, ignore_errors=True)


def private_folder(folder):
    """Creates a folder that only this user can access."""
    os.makedirs(folder, mode=0o700, exist_ok=True)
    if os.stat(folder, follow_symlinks=False).st_uid != os.getuid():
        raise RuntimeError(f"Using {folder}: expected a folder of your own but found another user's. Remove it.")
    return folder


def end_with_parent():
    """On Linux, makes the process exit with its parent, even after kill -9."""
    prctl_set_parent_death_signal = 1
    ctypes.CDLL(None).prctl(prctl_set_parent_death_signal, signal.SIGKILL)
