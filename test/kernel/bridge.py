"""Connects a test to a real kernel. It reads requests as lines of JSON, and writes each message of the kernel as one."""

import json
import os
import sys

import zmq
from jupyter_client.manager import start_new_kernel


def say(**message):
    print(json.dumps(message), flush=True)


# The kernel must not inherit the pipe that `say` writes to: Node makes inherited pipes non-blocking for all processes
# that share them, and Python then fails to write when the pipe is full.
manager, client = start_new_kernel(kernel_name="tslab", startup_timeout=300, cwd=sys.argv[1], stdout=sys.stderr)
channels = {"iopub": client.iopub_channel, "shell": client.shell_channel, "stdin": client.stdin_channel}


def forward(name):
    message = channels[name].get_msg(timeout=0)
    parent = message["parent_header"].get("msg_id")
    say(channel=name, type=message["msg_type"], parent=parent, content=message["content"])
    if name == "stdin":
        client.input("typed")


def send(request):
    kind, number = request.pop("request"), request.pop("number")
    if kind == "interrupt":
        manager.interrupt_kernel()
    else:
        client.allow_stdin = request.pop("allow_stdin", True)
        say(sent=getattr(client, kind)(**request), number=number)


say(started=manager.provisioner.process.pid)

# A socket of ZeroMQ belongs to one thread. If one thread waits for replies while another sends on the same socket,
# the first can sleep forever.
poller = zmq.Poller()
requests = sys.stdin.fileno()
poller.register(requests, zmq.POLLIN)
for channel in channels.values():
    poller.register(channel.socket, zmq.POLLIN)

unread, ended = b"", False
while not ended:
    ready = dict(poller.poll())
    for name, channel in channels.items():
        if channel.socket in ready:
            forward(name)
    if requests in ready:
        received = os.read(requests, 65536)
        *lines, unread = (unread + received).split(b"\n")
        for line in lines:
            send(json.loads(line))
        ended = not received

process = manager.provisioner.process
manager.shutdown_kernel()
say(ended=process.returncode)
