"""Executes a notebook with nbconvert.

Reports the running cell, the time left of a training run in it, and the reason for an abort on standard output, one
JSON object per line. Writes the notebook even if a cell fails, so that the caller can check it. When standard input is
closed, the parent has exited. Then this program kills the kernel and exits.

Arguments: notebook, output file, time limit per cell in seconds.
"""

import json
import os
import signal
import sys
import threading

import nbformat
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbconvert.preprocessors import ExecutePreprocessor

# Long, because the kernel may first compile the library on a slow machine. If it exits, the wait ends immediately.
STARTUP_SECONDS = 600
# Time for work that the last cell has left running, which may still fail.
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

    def process_message(self, msg, cell, cell_index):
        # Written by lib/src/notebook/progress.ts.
        left = msg["content"].get("metadata", {}).get("mnist_lab", {}).get("secondsLeft")
        if left is not None:
            say(secondsLeft=left)
        return super().process_message(msg, cell, cell_index)

    def note_kernel(self, **_):
        self.process = self.km.provisioner.process
        self.km.shutdown_wait_time = SHUTDOWN_SECONDS

    def kill_kernel(self):
        process = self.process or getattr(getattr(self.km, "provisioner", None), "process", None)
        if process and process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)


def ending_of(process):
    code = process.wait(SHUTDOWN_SECONDS)
    # If the kernel could clean up, its exit code includes the signal, as in shells.
    number = -code if code < 0 else code - 128
    return f"by {signal.Signals(number).name}" if number in set(signal.Signals) else f"with code {code}"


def main(source, target, limit):
    notebook = nbformat.read(source, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    # Record no times, which differ in every run.
    execute = Execute(
        timeout=int(limit), startup_timeout=STARTUP_SECONDS, kernel_name="tslab", record_timing=False
    )
    execute.on_notebook_start = execute.note_kernel

    def stop(signal_number=signal.SIGTERM, _frame=None):
        execute.kill_kernel()
        os._exit(128 + signal_number)

    def stop_when_alone():
        # Without a buffer, because Python cannot exit while a thread holds the lock of a buffered reader.
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
