"""Executes a notebook with nbconvert.

Says on standard output, one JSON object a line, which cell runs; keeps what has run also if a cell fails, for the
project's own check to read. Arguments: notebook, file to write, limit of a cell in seconds.
"""

import json
import os
import signal
import sys

import nbformat
from nbconvert.preprocessors import ExecutePreprocessor


def say(**event):
    print(json.dumps(event), flush=True)


class Execute(ExecutePreprocessor):
    def preprocess_cell(self, cell, resources, index):
        say(cell=index)
        return super().preprocess_cell(cell, resources, index)


def keep_count(cell, cell_index, execute_reply):
    # tslab says it in its reply only, where nbconvert does not look.
    cell.execution_count = execute_reply["content"].get("execution_count")


source, target, limit = sys.argv[1:]
notebook = nbformat.read(source, as_version=4)
for cell in notebook.cells:
    if cell.cell_type == "code":
        cell.outputs, cell.execution_count = [], None
# No timing: it would differ at every run.
execute = Execute(timeout=int(limit), kernel_name="tslab", record_timing=False, on_cell_executed=keep_count)


def stop(*_):
    # Whoever ends the run ends the kernel.
    process = getattr(getattr(execute.km, "provisioner", None), "process", None)
    if process:
        process.kill()
    os._exit(130)


signal.signal(signal.SIGTERM, stop)
signal.signal(signal.SIGINT, stop)
try:
    execute.preprocess(notebook, {"metadata": {"path": os.path.dirname(os.path.abspath(source))}})
except Exception as error:  # Whatever it is, the notebook as far as it ran says more.
    say(error=f"{type(error).__name__}: {error}")
finally:
    nbformat.write(notebook, target)
