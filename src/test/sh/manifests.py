"""That the parts of the manifests fit together and say what docs/kubernetes.md promises.

    manifests.py KUBERNETES.YML SERVICE-MONITOR.JSON     writes the ServiceMonitor to the second for another tool
"""
import json
import sys

import yaml

KINDS = {"Deployment", "Service", "ServiceMonitor", "PodDisruptionBudget", "HorizontalPodAutoscaler", "NetworkPolicy"}


def seconds(duration):
    return int(duration.rstrip("S"))


def contains(labels, selector):
    return selector.items() <= labels.items()


def main(manifests, service_monitor):
    with open(manifests) as file:
        by_kind = {resource["kind"]: resource for resource in yaml.safe_load_all(file) if resource}
    assert set(by_kind) == KINDS, sorted(by_kind)

    deployment = by_kind["Deployment"]["spec"]
    pod = deployment["template"]["spec"]
    labels = deployment["template"]["metadata"]["labels"]
    assert len(pod["containers"]) == 1, pod["containers"]
    container = pod["containers"][0]

    # Whatever selects pods selects these, also after an upgrade.
    for selector in (deployment["selector"]["matchLabels"], by_kind["Service"]["spec"]["selector"],
                     by_kind["PodDisruptionBudget"]["spec"]["selector"]["matchLabels"],
                     by_kind["NetworkPolicy"]["spec"]["podSelector"]["matchLabels"],
                     pod["topologySpreadConstraints"][0]["labelSelector"]["matchLabels"]):
        assert contains(labels, selector), selector
        assert "app.kubernetes.io/version" not in selector, selector
    target = by_kind["HorizontalPodAutoscaler"]["spec"]["scaleTargetRef"]
    assert (target["kind"], target["name"]) == ("Deployment", by_kind["Deployment"]["metadata"]["name"]), target

    paths = {"startupProbe": "/q/health/started", "livenessProbe": "/q/health/live", "readinessProbe": "/q/health/ready"}
    for probe, path in paths.items():
        assert container[probe]["httpGet"]["path"] == path, container[probe]
        assert container[probe]["httpGet"]["port"] == 12365, container[probe]
    assert [port["containerPort"] for port in container["ports"]] == [12365]

    # A replica that stops is seen to leave before it does, and is killed only after it had the time to finish.
    environment = {variable["name"]: variable.get("value") for variable in container["env"]}
    delay = seconds(environment["QUARKUS_SHUTDOWN_DELAY"])
    readiness = container["readinessProbe"]
    assert readiness["failureThreshold"] * readiness["periodSeconds"] + readiness["timeoutSeconds"] < delay
    assert pod["terminationGracePeriodSeconds"] > delay + seconds(environment["QUARKUS_SHUTDOWN_TIMEOUT"])
    assert deployment["strategy"]["rollingUpdate"]["maxUnavailable"] == "0%", deployment["strategy"]
    assert deployment["strategy"]["rollingUpdate"]["maxSurge"].endswith("%"), deployment["strategy"]

    assert pod["securityContext"]["runAsNonRoot"] is True
    assert pod["securityContext"]["runAsUser"] == 10001
    assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    assert pod["automountServiceAccountToken"] is False
    assert container["securityContext"]["readOnlyRootFilesystem"] is True
    assert container["securityContext"]["allowPrivilegeEscalation"] is False
    assert container["securityContext"]["capabilities"] == {"drop": ["ALL"]}
    assert container["resources"]["requests"]["memory"] == container["resources"]["limits"]["memory"]

    # Secrets come from the Secret and not from here.
    for variable in container["env"]:
        if any(word in variable["name"] for word in ("PASSWORD", "CONNECTION_STRING", "TOKEN")):
            assert "secretKeyRef" in variable["valueFrom"], variable
    assert {mount["name"] for mount in container["volumeMounts"]} == {volume["name"] for volume in pod["volumes"]}

    for annotations in (by_kind["Service"]["metadata"]["annotations"], deployment["template"]["metadata"]["annotations"]):
        assert annotations["prometheus.io/scrape"] == "true", annotations
        assert annotations["prometheus.io/path"] == "/metrics/", annotations
        assert annotations["prometheus.io/port"] == "12365", annotations
    monitor = by_kind["ServiceMonitor"]
    service = by_kind["Service"]
    assert monitor["spec"]["selector"]["matchLabels"], "it would select every Service"
    assert contains(service["metadata"]["labels"], monitor["spec"]["selector"]["matchLabels"])
    # The operator's schema at hand does not refuse members that it does not know.
    assert monitor["spec"].keys() == {"selector", "endpoints"}, monitor
    endpoint, = monitor["spec"]["endpoints"]
    assert endpoint.keys() <= {"port", "path", "interval", "honorLabels"}, endpoint
    assert endpoint["path"] == "/metrics/" and not endpoint.get("honorLabels"), endpoint
    assert endpoint["port"] in [port["name"] for port in service["spec"]["ports"]], endpoint
    with open(service_monitor, "w") as file:
        json.dump(monitor, file)
    print("the manifests fit together:", ", ".join(sorted(by_kind)))


if __name__ == "__main__":
    main(*sys.argv[1:])
