#!/usr/bin/env python3
"""Sends generated requests, well-formed and not, to every operation of the packaged service, as each kind of caller.

    src/test/fuzz/fuzz.sh [REQUESTS]        2,000 when not given

Fails when an answer is not as the OpenAPI document says, is a 5xx, or shows a secret or a stack trace; also when the log
does. Needs the jar (./mvnw package) and what requirements.txt names, which fuzz.sh installs into target/fuzz/venv.
"""

import json
import os
import pathlib
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request

import yaml

import hooks

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[2]
OUT = ROOT / "target" / "fuzz"
CALLERS = ("anonymous", "user", "device", "admin")
CHECKS = ("not_a_server_error", "status_code_conformance", "content_type_conformance", "response_headers_conformance",
          "response_schema_conformance", "unsupported_method", "allow_header_conformance", "no_secret", "no_trace")
STOP_MARKS = re.compile(r'"level":"(ERROR|FATAL)"|"stackTrace"|"exception":|\tat [\w.$]+\(')


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def get(url):
    with urllib.request.urlopen(url, timeout=5) as answer:
        return answer.read().decode()


def start(directory, log):
    port = free_port()
    service = subprocess.Popen(
        ["java", "-Xmx192m", "-XX:TieredStopAtLevel=1", "-Dquarkus.http.host=127.0.0.1", f"-Dquarkus.http.port={port}",
         f"-Dregistry.storage.path={directory}/data", "-Dregistry.rate-limit.enabled=false",
         f"-Dregistry.admin.password={hooks.ADMIN_PASSWORD}",
         "-jar", str(ROOT / "target" / "quarkus-app" / "quarkus-run.jar")], stdout=log, stderr=subprocess.STDOUT)
    url = f"http://127.0.0.1:{port}"
    for _ in range(300):
        try:
            get(url + "/healthz/")
            return service, url
        except OSError:
            if service.poll() is not None:
                sys.exit("the service ended:\n" + pathlib.Path(log.name).read_text())
            time.sleep(0.1)
    service.kill()
    sys.exit("the service did not start in 30 s")


def strict(document):
    """The document without room for members that it does not name: a new one must be documented."""
    for schema in document["components"]["schemas"].values():
        if "properties" in schema:
            schema.setdefault("additionalProperties", False)
    return document


def served(url):
    """How many requests were answered, by status."""
    counts = {}
    for line in get(url + "/metrics/?name[]=http_requests_total&name[]=http_requests").splitlines():
        found = re.match(r'http_requests_total\{.*status="(\d+)".*} ([0-9.eE+]+)', line)
        if found:
            counts[found[1]] = counts.get(found[1], 0) + round(float(found[2]))
    return counts


def fuzz(caller, url, examples, seed):
    environment = dict(os.environ, REGISTRY=url, FUZZ_CALLER=caller, SCHEMATHESIS_HOOKS="hooks", PYTHONPATH=str(HERE))
    command = [str(pathlib.Path(sys.executable).with_name("schemathesis")), "run", str(OUT / "openapi.json"), "--url", url,
               "--max-examples", str(examples), "--seed", str(seed), "--no-shrink", "--continue-on-failure",
               "--checks", ",".join(CHECKS), "--phases", "examples,coverage,fuzzing" if examples > 20 else "examples,fuzzing",
               "--generation-database", "none", "--request-timeout", "10", "--max-response-time", "5",
               "--suppress-health-check", "all", "--warnings", "off", "--no-color", "--output-sanitize", "false",
               "--max-redirects", "0"]
    return subprocess.run(command, env=environment, cwd=OUT, check=False).returncode


def leaks(log):
    """Lines of the log that hold a secret, or tell of a fault of the service."""
    found = []
    for line in log.read_text(errors="replace").splitlines():
        if hooks.MARK in line or "$2a$" in line or "eyJ" in line or STOP_MARKS.search(line):
            found.append(line[:500])
    return found


def main():
    requests = int(sys.argv[1]) if len(sys.argv) > 1 else 2_000
    seed = int(os.environ.get("FUZZ_SEED", "1"))
    OUT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as directory, open(OUT / "service.log", "w") as log:
        service, url = start(directory, log)
        try:
            document = strict(yaml.safe_load(get(url + "/q/openapi?format=yaml")))
            (OUT / "openapi.json").write_text(json.dumps(document, default=str))
            operations = sum(1 for path in document["paths"].values() for key in path if key in
                             ("get", "put", "post", "patch", "delete"))
            failed, rounds, total = [], 0, 0
            began = time.monotonic()
            while total < requests and not failed:
                # In rounds, because how many requests become of a number of examples is not known beforehand.
                examples = max(4, min(200, (requests - total) // (operations * len(CALLERS)) + 1))
                for caller in CALLERS:
                    print(f"\n== {operations} operations as {caller}, seed {seed + rounds}", flush=True)
                    if fuzz(caller, url, examples, seed + rounds) != 0:
                        failed.append(caller)
                rounds += 1
                counts = served(url)
                total = sum(counts.values())
            print(f"\n{total} requests in {time.monotonic() - began:.0f} s:",
                  ", ".join(f"{status}: {count}" for status, count in sorted(counts.items())))
        finally:
            service.terminate()
            service.wait(30)
    found = leaks(OUT / "service.log")
    for line in found[:20]:
        print("in the log:", line)
    if failed or found or any(status >= "500" for status in counts):
        sys.exit(f"faults as {', '.join(failed) or 'nobody'}, {len(found)} bad lines in the log")
    print("No fault.")


if __name__ == "__main__":
    main()
