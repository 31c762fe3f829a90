#!/usr/bin/env python3
"""Lets a real Prometheus scrape the packaged service, with the configuration, the rules and the dashboard of this repository.

    src/test/sh/prometheus-check.py        needs prometheus and promtool, a JDK, and target/quarkus-app

Two replicas run: one with an embedded store, and one whose database is away. Callers do right and wrong things at both. Then
each promise is checked: the formats, the scrapes, the rules, and that every query of the dashboard is answered with data.
"""
import contextlib
import json
import math
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[3]
JAR = ROOT / "target" / "quarkus-app" / "quarkus-run.jar"
PROMETHEUS = ROOT / "docker" / "prometheus"
DASHBOARD = ROOT / "docker" / "grafana" / "dashboards" / "device-registry.json"
SESSION = ROOT / "src" / "test" / "sh" / "readme-session.sh"

JOB = "device-registry"
SECONDS_TO_WAIT = 60
ROUNDS = 3
TEXT = "text/plain; version=0.0.4; charset=utf-8"
OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8"

# What scrapers send. Prometheus lists what it takes and gives each a smaller weight than the one before.
ACCEPT = {
    "Prometheus 2.42": (OPEN_METRICS, "application/openmetrics-text;version=1.0.0,"
                        "application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1"),
    "Prometheus 3": (OPEN_METRICS, "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,"
                     "application/openmetrics-text;version=0.0.1;q=0.5,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,"
                     "text/plain;version=0.0.4;q=0.3,*/*;q=0.2"),
    "Prometheus 3, names escaped": (OPEN_METRICS, "application/openmetrics-text;version=1.0.0;escaping=underscores;q=0.6,"
                                    "application/openmetrics-text;version=0.0.1;q=0.5,"
                                    "text/plain;version=1.0.0;escaping=underscores;q=0.4,text/plain;version=0.0.4;q=0.3,"
                                    "*/*;q=0.2"),
    "Prometheus 3, native histograms": (OPEN_METRICS, "application/vnd.google.protobuf;"
                                        "proto=io.prometheus.client.MetricFamily;encoding=delimited;q=0.6,"
                                        "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,"
                                        "application/openmetrics-text;version=0.0.1;q=0.4,"
                                        "text/plain;version=1.0.0;escaping=allow-utf-8;q=0.3,"
                                        "text/plain;version=0.0.4;q=0.2,*/*;q=0.1"),
    "Prometheus 3, text first": (TEXT, "text/plain;version=1.0.0;escaping=allow-utf-8;q=0.6,text/plain;version=0.0.4;q=0.5,"
                                 "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.4,*/*;q=0.3"),
    "Prometheus 3, protobuf only": (TEXT, "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;"
                                    "encoding=delimited;q=0.6,*/*;q=0.5"),
    "a browser": (TEXT, "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"),
    "curl": (TEXT, "*/*"),
}


class Failed(Exception):
    """Something does not hold."""


def check(condition, message):
    if not condition:
        raise Failed(message)


def say(text):
    print(text, flush=True)


def until(what, condition):
    """Waits for a condition and answers its first true value."""
    end = time.monotonic() + SECONDS_TO_WAIT
    while time.monotonic() < end:
        value = condition()
        if value:
            return value
        time.sleep(0.1)
    raise Failed(f"waited in vain for {what}")


# ---- HTTP --------------------------------------------------------------------------------------------------------------


def call(method, url, body=None, **headers):
    """Status, headers and text of an answer, whatever its status."""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, method=method)
    if body is not None:
        request.add_header("Content-Type", "application/json")
    for name, value in headers.items():
        request.add_header(name.replace("_", "-"), value)
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, answer.headers, answer.read().decode()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.headers, refused.read().decode()


def expect(status, method, url, body=None, **headers):
    got, _, text = call(method, url, body, **headers)
    check(got == status, f"{method} {url} answered {got} and not {status}: {text[:300]}")
    return json.loads(text) if text.startswith("{") else text


# ---- Processes -----------------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def running(name, log, command):
    """A process that is stopped in any case, and whose log is shown when something fails."""
    with open(log, "w", encoding="utf-8") as out:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT)
    try:
        yield process
    except BaseException:
        tail = pathlib.Path(log).read_text(encoding="utf-8", errors="replace").splitlines()[-30:]
        print(f"-- the end of the log of {name}:", *tail, sep="\n", file=sys.stderr, flush=True)
        raise
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextlib.contextmanager
def service(name, directory, *options):
    """The packaged service at a port that it chooses itself."""
    log = directory / f"{name}.log"
    command = ["java", "-Xmx96m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Dquarkus.http.host=127.0.0.1",
               "-Dquarkus.http.port=0", f"-Dregistry.storage.path={directory / name}", *options, "-jar", str(JAR)]
    with running(name, log, command) as process:

        def address():
            check(process.poll() is None, f"{name} has ended")
            found = re.search(r"Listening on: http://(127\.0\.0\.1:\d+)", log.read_text(encoding="utf-8"))
            return found and found.group(1)

        yield until(f"the port of {name}", address)


@contextlib.contextmanager
def prometheus(directory, targets):
    """A Prometheus with the configuration of this repository, only faster and for these targets."""
    port = free_port()
    shutil.copytree(PROMETHEUS, directory / "prometheus")
    config = directory / "prometheus" / "prometheus.yml"
    text = config.read_text(encoding="utf-8")
    for old, new in (("_interval: 15s", "_interval: 1s"), ('"registry:12365"', ", ".join(f'"{t}"' for t in targets)),
                     ('"localhost:9090"', f'"127.0.0.1:{port}"')):
        check(old in text, f"{old} is no longer in prometheus.yml")
        text = text.replace(old, new)
    config.write_text(text, encoding="utf-8")
    log = directory / "prometheus.log"
    command = ["prometheus", f"--config.file={config}", f"--storage.tsdb.path={directory / 'tsdb'}",
               f"--web.listen-address=127.0.0.1:{port}", "--log.level=debug"]
    with running("prometheus", log, command) as process:
        asked = Prometheus(f"http://127.0.0.1:{port}", log)

        def ready():
            check(process.poll() is None, "Prometheus has ended")
            with contextlib.suppress(urllib.error.URLError):
                return call("GET", f"{asked.url}/-/ready")[0] == 200
            return False

        until("Prometheus", ready)
        yield asked


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Prometheus:
    """What Prometheus knows."""

    def __init__(self, url, log):
        self.url = url
        self.log = log

    def get(self, path, **parameters):
        status, _, text = call("GET", f"{self.url}/api/v1/{path}?{urllib.parse.urlencode(parameters, doseq=True)}")
        answer = json.loads(text)
        check(status == 200 and answer["status"] == "success", f"{path} {parameters}: {text[:500]}")
        check(not answer.get("warnings"), f"{path} {parameters}: {answer.get('warnings')}")
        return answer["data"]

    def query(self, expression):
        """Label sets with their values."""
        result = self.get("query", query=expression)["result"]
        return [(series["metric"], float(series["value"][1])) for series in result]

    def scraped_all(self, targets, since):
        """Whether each target was scraped since then."""
        times = {metric["instance"]: value for metric, value in self.query(f'timestamp(up{{job="{JOB}"}})')}
        return all(times.get(target, 0) > since for target in targets)


# ---- Traffic -----------------------------------------------------------------------------------------------------------------


def drive(good, away, turn):
    """What callers do, right and wrong. Every kind of outcome that a dashboard or a rule asks for is made here."""
    session = subprocess.run(["sh", str(SESSION)], env={**os.environ, "REGISTRY": good, "OWNER": f"grace{turn}"},
                             stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=120)
    check(session.returncode == 0, f"the session of the README failed:\n{session.stdout[-2000:]}")

    nick, password = f"hopper{turn}", "correct horse battery staple"
    expect(200, "POST", f"{good}/auth/accounts",
           {"nick": nick, "email": f"{nick}@example.com", "password": password})
    token = expect(200, "POST", f"{good}/auth/login", {"username": nick, "password": password})["token"]
    bearer = {"Authorization": f"Bearer {token}"}
    expect(401, "POST", f"{good}/auth/login", {"username": nick, "password": "wrong"})
    expect(401, "GET", f"{good}/auth/auth_status", Authorization="Bearer none")
    device = expect(200, "POST", f"{good}/devices/")
    expect(401, "POST", f"{good}/auth/login", {"username": device["prn"], "password": "wrong"})
    expect(400, "POST", f"{good}/devices/", Pantahub_Devices_Auto_Token_V1="none")
    expect(403, "PUT", f"{good}/devices/{device['id']}?challenge=wrong", **bearer)
    expect(200, "PUT", f"{good}/devices/{device['id']}?challenge={device['challenge']}", **bearer)
    expect(200, "PUT", f"{good}/devices/{device['id']}/public", **bearer)
    expect(404, "GET", f"{good}/devices/{'0' * 24}", **bearer)
    expect(404, "GET", f"{good}/no/such/route")
    expect(200, "GET", f"{good}/q/health/ready")

    expect(503, "POST", f"{away}/devices/")
    expect(503, "POST", f"{away}/auth/login", {"username": nick, "password": password})
    expect(503, "GET", f"{away}/healthz/")


# ---- What must hold ------------------------------------------------------------------------------------------------------------


def families(text):
    """Name, type and series names of each family, under the names that the text format shows."""
    found = {}
    name = None
    for line in text.splitlines():
        if line.startswith("# TYPE "):
            _, _, name, kind = line.split(" ")
            name = {"counter": name.removesuffix("_total") + "_total", "info": name.removesuffix("_info") + "_info"}.get(kind, name)
            check(name not in found, f"{name} is there twice")
            found[name] = ({"info": "gauge"}.get(kind, kind), set())
        elif line and not line.startswith("#"):
            sample = re.match(r"([a-zA-Z_:][a-zA-Z0-9_:]*)(\{.*\})? ", line)
            check(sample, f"not a sample: {line}")
            if not sample.group(1).endswith("_created"):
                found[name][1].add(sample.group(1))
    return found


def check_formats(url):
    for scraper, (wanted, accept) in ACCEPT.items():
        status, headers, text = call("GET", f"{url}/metrics/", Accept=accept)
        check(status == 200, f"{scraper} is answered {status}")
        check(headers["Content-Type"] == wanted, f"{scraper} is answered {headers['Content-Type']}")
        check(text.endswith("# EOF\n") == (wanted == OPEN_METRICS), f"{scraper} is answered the other format")
    text = call("GET", f"{url}/metrics/", Accept=ACCEPT["curl"][1])[2]
    open_metrics = call("GET", f"{url}/metrics/", Accept=ACCEPT["Prometheus 3"][1])[2]
    check("_created{" in open_metrics and "_created" not in text, "_created belongs to OpenMetrics")
    ours, theirs = families(text), families(open_metrics)
    different = {name: (ours.get(name), theirs.get(name)) for name in ours.keys() | theirs.keys()
                 if ours.get(name) != theirs.get(name)}
    check(not different, f"the formats differ: {different}")
    linted = subprocess.run(["promtool", "check", "metrics"], input=text, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                            text=True)
    check(linted.returncode == 0 and not linted.stdout, f"promtool check metrics: {linted.stdout}")
    return len(ours)


def check_scrapes(asked, targets):
    for target in asked.get("targets", state="active")["activeTargets"]:
        check(target["health"] == "up" and not target["lastError"], f"{target['scrapeUrl']}: {target['lastError']}")
    up = {metric["instance"]: value for metric, value in asked.query(f'up{{job="{JOB}"}}')}
    check(up == dict.fromkeys(targets, 1.0), f"up: {up}")
    # Only OpenMetrics has these, so that is what was negotiated.
    check(asked.query(f'http_requests_created{{job="{JOB}"}}'), "Prometheus did not scrape OpenMetrics")
    dropped = asked.query(f'sum(scrape_samples_scraped{{job="{JOB}"}} - scrape_samples_post_metric_relabeling)')
    check(dropped[0][1] == 0, f"samples were dropped: {dropped}")


def check_log(asked):
    lines = asked.log.read_text(encoding="utf-8").splitlines()
    bad = [line for line in lines if re.search(r'level=(warn|error)|out.of.order|duplicate|Scrape failed|Append failed'
                                               r'|Error on ingesting', line, re.IGNORECASE)]
    check(not bad, "Prometheus complains:\n" + "\n".join(bad[:10]))


def selectors(expression):
    """Each metric with its matchers, without ranges and functions."""
    return re.findall(r"[a-zA-Z_:][a-zA-Z0-9_:]*\{[^}]*\}", expression)


def check_rules(asked, good, away):
    counted = subprocess.run(["promtool", "check", "rules", *map(str, (PROMETHEUS / "rules").glob("*.yml"))], check=True,
                             stdout=subprocess.PIPE, text=True).stdout
    wanted = sum(map(int, re.findall(r"(\d+) rules found", counted)))

    def evaluated():
        rules = [rule for group in asked.get("rules")["groups"] for rule in group["rules"]]
        return rules if all(rule["health"] != "unknown" for rule in rules) else None

    rules = until("the rules", evaluated)
    check(len(rules) == wanted, f"{len(rules)} rules are loaded, and {wanted} are there")
    for rule in rules:
        check(rule["health"] == "ok" and not rule.get("lastError"), f"{rule['name']}: {rule.get('lastError')}")
        if rule["type"] == "recording":
            check(asked.query(rule["name"]), f"{rule['name']} records nothing")
        # An alert is silent when all is well, and also when it asks for a metric or a label that there is not.
        for selector in selectors(rule["query"]):
            check(asked.query(selector), f"{rule['name']} asks for {selector}, which there is not")
    alive = {(metric["alertname"], metric.get("instance")) for metric, _ in asked.query("ALERTS")}
    check(("DeviceRegistryDatabaseAway", away) in alive, f"nobody tells of the absent database: {alive}")
    check(not [alert for alert in alive if alert[1] == good], f"alerts of a replica that is well: {alive}")
    return len(rules)


def fill(text, good_and_away):
    """A query as Grafana would send it."""
    values = {"$__rate_interval": "1m", "$job": JOB, "$instance": "|".join(good_and_away)}
    for name, value in values.items():
        text = text.replace(name, value)
    check(not re.search(r"\$[a-z_]", text), f"an unknown variable: {text}")
    return text


def check_dashboard(asked, targets):
    dashboard = json.loads(DASHBOARD.read_text(encoding="utf-8"))
    panels = [panel for panel in dashboard["panels"] if panel["type"] != "row"]
    queries = 0
    for panel in panels:
        for target in panel["targets"]:
            expression = fill(target["expr"], targets)
            found = [metric for metric, value in asked.query(expression) if math.isfinite(value)]
            check(found, f"{panel['title']}: no data for {expression}")
            for label in re.findall(r"\{\{(\w+)\}\}", target["legendFormat"]):
                check(any(label in metric for metric in found), f"{panel['title']}: no label {label} in {expression}")
            for selector in selectors(expression):
                check("ALERTS" in selector or asked.query(selector), f"{panel['title']}: there is no {selector}")
            queries += 1
    for variable in dashboard["templating"]["list"]:
        if variable["type"] == "query":
            series, label = re.fullmatch(r"label_values\((.*), (\w+)\)", variable["query"]["query"]).groups()
            values = asked.get(f"label/{label}/values", **{"match[]": fill(series, targets)})
            check(JOB in values or set(targets) <= set(values), f"{variable['name']}: {values}")
    for annotation in dashboard["annotations"]["list"]:
        if "expr" in annotation:
            asked.query(fill(annotation["expr"], targets))
    return len(panels), queries


def main():
    check(JAR.exists(), f"build the service first: {JAR} is not there")
    version = subprocess.run(["prometheus", "--version"], check=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                             text=True).stdout.split()[2]
    with contextlib.ExitStack() as stack:
        directory = pathlib.Path(stack.enter_context(tempfile.TemporaryDirectory()))
        # A port that is ours and at which nobody listens.
        nobody = stack.enter_context(socket.socket())
        nobody.bind(("127.0.0.1", 0))
        good = stack.enter_context(service("good", directory))
        until("the service", lambda: call("GET", f"http://{good}/q/health/ready")[0] == 200)
        away = stack.enter_context(service(
            "away", directory, f"-Dregistry.auth.signing-key={directory / 'good' / 'signing-key.pem'}",
            f"-Dquarkus.mongodb.connection-string=mongodb://127.0.0.1:{nobody.getsockname()[1]}"))
        targets = [good, away]
        asked = stack.enter_context(prometheus(directory, targets))

        # A rate needs two scrapes with requests between them.
        for turn in range(ROUNDS):
            drive(f"http://{good}", f"http://{away}", turn)
            now = time.time()
            until("a scrape", lambda: asked.scraped_all(targets, now))
        # The rules see the last scrape in their next turn; the gauges are counted in the background.
        until("the devices", lambda: asked.query(f'registry_devices{{job="{JOB}", instance="{good}", state="claimed"}} > 0'))

        number = check_formats(f"http://{good}")
        check_formats(f"http://{away}")
        say(f"{number} families, the same in both formats; {len(ACCEPT)} kinds of scrapers get theirs")
        check_scrapes(asked, targets)
        say(f"Prometheus {version} scrapes both replicas, in OpenMetrics")
        say(f"{check_rules(asked, good, away)} rules are evaluated")
        panels, queries = check_dashboard(asked, targets)
        say(f"{queries} queries of {panels} panels are answered with data")
        check_log(asked)
        say("Prometheus has nothing to complain of")


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        main()
    except Failed as failure:
        sys.exit(f"failed: {failure}")
