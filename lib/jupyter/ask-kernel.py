"""Starts the tslab kernel, requests its info, computes 6 * 7, and prints the responses as JSON."""

import json
import sys

from jupyter_client.manager import start_new_kernel

manager, client = start_new_kernel(kernel_name="tslab", startup_timeout=600)
try:
    info = client.kernel_info(reply=True, timeout=600)["content"]
    written = []

    def note(message):
        if message["header"]["msg_type"] == "stream":
            written.append(message["content"]["text"])

    client.execute_interactive("console.log(6 * 7)", timeout=600, output_hook=note)
finally:
    client.stop_channels()
    manager.shutdown_kernel(now=True)

json.dump(
    {
        "implementation": info["implementation"],
        "language": info["language_info"]["name"],
        "value": "".join(written).strip(),
    },
    sys.stdout,
)
