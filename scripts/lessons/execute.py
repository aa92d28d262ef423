"""Executes a notebook with nbconvert.

Says on standard output, one JSON object a line, which cell runs and what ended the run before its time; keeps what has
run also if a cell fails, for the project's own check to read. Ends, and ends the kernel, when its standard input is
closed: whoever started it is gone then. Arguments: notebook, file to write, limit of a cell in seconds.
"""

import json
import os
import signal
import sys
import threading

import nbformat
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbconvert.preprocessors import ExecutePreprocessor

# A kernel on a slow machine compiles the library first; one that dies is noticed at once, however long this is.
STARTUP_SECONDS = 600
# What the last cell has left running may still fail.
SHUTDOWN_SECONDS = 10


def say(**event):
    print(json.dumps(event), flush=True)


class Execute(ExecutePreprocessor):
    process = None
    cell = None

    def preprocess_cell(self, cell, resources, index):
        self.cell = index
        say(cell=index)
        return super().preprocess_cell(cell, resources, index)

    def note_kernel(self, **_):
        self.process = self.km.provisioner.process
        self.km.shutdown_wait_time = SHUTDOWN_SECONDS

    def kill_kernel(self):
        process = self.process or getattr(getattr(self.km, "provisioner", None), "process", None)
        if process and process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)


def ending_of(process):
    code = process.wait(SHUTDOWN_SECONDS)
    # One that could still tidy up says the signal by its code, as shells do.
    number = -code if code < 0 else code - 128
    return f"by {signal.Signals(number).name}" if number in set(signal.Signals) else f"with code {code}"


def main(source, target, limit):
    notebook = nbformat.read(source, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    # No timing: it would differ at every run.
    execute = Execute(
        timeout=int(limit), startup_timeout=STARTUP_SECONDS, kernel_name="tslab", record_timing=False
    )
    execute.on_notebook_start = execute.note_kernel

    def stop(signal_number=signal.SIGTERM, _frame=None):
        execute.kill_kernel()
        os._exit(128 + signal_number)

    def stop_when_alone():
        # Unbuffered: a thread that holds a buffer's lock keeps Python from ending.
        while os.read(0, 1024):
            pass
        stop()

    for name in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(name, stop)
    threading.Thread(target=stop_when_alone, daemon=True).start()

    def fail(kind, message):
        say(failure={"kind": kind, "message": message, "cell": execute.cell})

    try:
        execute.preprocess(notebook, {"metadata": {"path": os.path.dirname(os.path.abspath(source))}})
        execute.cell = None
        if execute.process.returncode != 0:
            fail("kernel", f"The kernel ended {ending_of(execute.process)} after the last cell.")
    except CellExecutionError as error:
        fail("failed", f"{error.ename}: {error.evalue}")
    except CellTimeoutError:
        fail("timeout", f"It took longer than its limit of {limit} s.")
    except DeadKernelError:
        fail("kernel", f"The kernel ended {ending_of(execute.process)}.")
    except Exception as error:
        fail("kernel", f"{type(error).__name__}: {error}")
    finally:
        nbformat.write(notebook, target)


main(*sys.argv[1:])
