"""Shared by the programs of all frameworks: the task, the data, and the line of JSON with the result."""

import json
import resource
import sys

import numpy as np

task = json.loads(sys.argv[1])
# Filters of 3 × 3 convolutions before the dense layers, each with ReLU and 2 × 2 max pooling.
filters = task.get("filters", [])
sizes = [(28 // 2 ** len(filters)) ** 2 * (filters or [1])[-1], *task["hiddenUnits"], 10]
epochs, batch, rate = task["epochs"], task["batchSize"], task["dropoutRate"]


def read(name):
    return np.fromfile(f"{task['data']}/{name}", np.uint8)


train_images = read("train-images").reshape(-1, 784).astype(np.float32) / 255
train_labels = read("train-labels").astype(np.int32)
test_images = read("test-images").reshape(-1, 784).astype(np.float32) / 255
test_labels = read("test-labels").astype(np.int32)


def report(epoch_seconds, test_predictions):
    accuracy = float((np.asarray(test_predictions) == test_labels).mean())
    resident = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"epochSeconds": epoch_seconds, "testAccuracy": accuracy, "residentMegabytes": round(resident)}))
