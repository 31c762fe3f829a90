#!/usr/bin/env python3
"""Opens connections that say nothing to a running registry, and tells what that does to the others.

    src/test/sh/idle-connections.py [NUMBER] [URL]        10,000 and http://localhost:12365 when not given

Each sends one request first; every second one then begins another and stops in the middle of its head.
Needs as many open files here and there: ulimit -n.
"""

import asyncio
import re
import sys
import time
import urllib.request
from urllib.parse import urlsplit

NUMBER = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
URL = sys.argv[2] if len(sys.argv) > 2 else "http://localhost:12365"
HOST, PORT = urlsplit(URL).hostname, urlsplit(URL).port or 80
REQUEST = b"GET /problems/not-found HTTP/1.1\r\nHost: x\r\n\r\n"


def metric(name):
    with urllib.request.urlopen(URL + "/metrics/", timeout=10) as answer:
        found = re.search(rf"^{name} (\S+)$", answer.read().decode(), re.M)
    return float(found[1])


async def open_one(number):
    reader, writer = await asyncio.open_connection(HOST, PORT)
    writer.write(REQUEST)
    assert (await reader.readuntil(b"\r\n")).startswith(b"HTTP/1.1 200"), "refused"
    if number % 2:
        writer.write(b"GET /problems HTTP/1.1\r\nHost: x\r\nX-Slow: ")
    return writer


def latencies(requests=500):
    times = []
    for _ in range(requests):
        start = time.perf_counter()
        with urllib.request.urlopen(URL + "/problems/not-found", timeout=10) as answer:
            answer.read()
        times.append((time.perf_counter() - start) * 1e3)
    times.sort()
    return f"median {times[len(times) // 2]:.1f} ms, 99 % {times[len(times) * 99 // 100]:.1f} ms"


def state(name):
    resident = metric("process_resident_memory_bytes") / 2**20
    print(f"{name:>8}: {latencies()}; resident {resident:.0f} MiB, open files {metric('process_open_fds'):.0f}", flush=True)


async def main():
    state("before")
    writers = []
    while len(writers) < NUMBER:
        part = range(len(writers), min(NUMBER, len(writers) + 200))
        writers += await asyncio.gather(*(open_one(number) for number in part))
    await asyncio.get_running_loop().run_in_executor(None, state, f"{NUMBER}")
    for writer in writers:
        writer.close()
    await asyncio.sleep(2)
    state("after")


asyncio.run(main())
