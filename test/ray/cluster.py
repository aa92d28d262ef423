"""A Ray cluster on this machine, for tests: a head that trains nothing, and worker nodes of one core each.

Each argument is a worker's environment as JSON. The program writes the address, then obeys lines `kill N` until its standard input closes."""

import json
import sys

from ray.cluster_utils import Cluster

cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 0, "include_dashboard": False})
workers = [cluster.add_node(num_cpus=1, env_vars=json.loads(environment)) for environment in sys.argv[1:]]
cluster.wait_for_nodes(timeout=120)
print(cluster.address, flush=True)
for line in sys.stdin:
    cluster.remove_node(workers[int(line.split()[1])], allow_graceful=False)
    print("killed", flush=True)
cluster.shutdown()
