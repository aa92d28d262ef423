"""What every peer shares: the task it is given, the data, and the line of JSON it prints."""

import json
import resource
import sys

import numpy as np

task = json.loads(sys.argv[1])
# Of 3 × 3 convolutions, each with ReLU and max pooling of 2 × 2, before the dense layers.
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
