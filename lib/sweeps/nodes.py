"""Checks each node: its mnist-lab, its Node, its dataset. Runs on the nodes."""

import json
import os
import shutil
import subprocess
import sys
import tempfile

import ray

import cluster


def program_here(plan, node):
    """The command that starts trials: the parent's on its own node, elsewhere that of the installed mnist-lab."""
    if node == plan["ownNode"]:
        return plan["program"]
    package = os.environ.get("MNIST_LAB_PACKAGE")
    if package:
        return ["node", os.path.join(package, "dist", "sweeps", "trial-program.js")]
    with open(os.path.join(sys.prefix, "program.json"), encoding="utf8") as file:
        return json.load(file)


def project_here(plan, node):
    """The project's folder on this node, which may contain datasets."""
    return plan["project"] if node == plan["ownNode"] else os.path.dirname(sys.prefix)


def home_of(identity):
    """The folder in which trials of a sweep save their state on this node."""
    return os.path.join(tempfile.gettempdir(), f"mnist-lab-sweep-{identity}")


@ray.remote(num_cpus=0)
def look(plan, node, address):
    """The versions on a node and missing requirements. Also downloads the dataset, once for all trials."""
    found = {"node": node, "address": address}
    try:
        command = program_here(plan, node)
    except OSError:
        return {
            **found,
            "problem": f"mnist-lab is not set up for sweeps in {sys.prefix}. Run `npx mnist-lab setup --sweeps` there "
            "and start Ray from the folder that it names",
        }
    try:
        asked = subprocess.run(
            [*command, "--look"],
            input=json.dumps(plan["dataset"]) + "\n",
            capture_output=True,
            cwd=project_here(plan, node),
            text=True,
            check=False,
        )
    except OSError as error:
        return {**found, "problem": f"{command[0]} could not be started: {error.strerror}"}
    if asked.returncode != 0:
        words = asked.stderr.strip().splitlines() or [f"it ended with code {asked.returncode}"]
        return {**found, "problem": words[-1]}
    return {**found, **json.loads(asked.stdout)}


@ray.remote(num_cpus=0)
def tidy(identity):
    shutil.rmtree(home_of(identity), ignore_errors=True)


def tidy_all(plan):
    """Removes files that trials have left on each node for retries that will not happen."""
    alive = [node["NodeID"] for node in ray.nodes() if node["Alive"]]
    tasks = [tidy.options(scheduling_strategy=cluster.on_node(node)).remote(plan["identity"]) for node in alive]
    ray.wait(tasks, num_returns=len(tasks), timeout=10)


def look_at_all(plan):
    plan["ownNode"] = cluster.own_node()
    alive = [node for node in ray.nodes() if node["Alive"]]
    found = ray.get(
        [
            look.options(scheduling_strategy=cluster.on_node(node["NodeID"])).remote(
                plan_for_nodes(plan), node["NodeID"], node["NodeManagerAddress"]
            )
            for node in alive
        ]
    )
    cores = {node["NodeID"]: int(node["Resources"].get("CPU", 0)) for node in alive}
    return [{**node, "cores": cores[node["node"]], "own": node["node"] == plan["ownNode"]} for node in found]


def plan_for_nodes(plan):
    """The plan without its trials, which nodes receive one at a time."""
    return {name: plan[name] for name in ("ownNode", "program", "project", "dataset", "identity")}
