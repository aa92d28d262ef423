"""Writes trained models on the command's node, regardless of where they were trained."""

import os
import shutil

import ray


@ray.remote(num_cpus=0)
class Keeper:
    def __init__(self, folder):
        self.folder = folder

    def keep(self, name, files):
        place = os.path.join(self.folder, name)
        partial = place + ".partial"
        shutil.rmtree(partial, ignore_errors=True)
        os.makedirs(partial)
        for file, content in files.items():
            with open(os.path.join(partial, file), "wb") as target:
                target.write(content)
        shutil.rmtree(place, ignore_errors=True)
        os.rename(partial, place)
