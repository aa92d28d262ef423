"""Connects a test to a real kernel. It reads requests as lines of JSON, and writes each message of the kernel as one."""

import json
import sys
import threading

from jupyter_client.manager import start_new_kernel

lock = threading.Lock()


def say(**message):
    with lock:
        print(json.dumps(message), flush=True)


# The kernel must not inherit the pipe that `say` writes to: Node makes inherited pipes non-blocking for all processes
# that share them, and Python then fails to write when the pipe is full.
manager, client = start_new_kernel(kernel_name="tslab", startup_timeout=300, cwd=sys.argv[1], stdout=sys.stderr)


def listen(channel, get_message):
    while True:
        message = get_message(timeout=None)
        parent = message["parent_header"].get("msg_id")
        say(channel=channel, type=message["msg_type"], parent=parent, content=message["content"])
        if channel == "stdin":
            client.input("typed")


for channel, get_message in {"iopub": client.get_iopub_msg, "shell": client.get_shell_msg, "stdin": client.get_stdin_msg}.items():
    threading.Thread(target=listen, args=(channel, get_message), daemon=True).start()
say(started=manager.provisioner.process.pid)

for line in sys.stdin:
    request = json.loads(line)
    kind, number = request.pop("request"), request.pop("number")
    if kind == "interrupt":
        manager.interrupt_kernel()
    else:
        client.allow_stdin = request.pop("allow_stdin", True)
        say(sent=getattr(client, kind)(**request), number=number)

process = manager.provisioner.process
manager.shutdown_kernel()
say(ended=process.returncode)
