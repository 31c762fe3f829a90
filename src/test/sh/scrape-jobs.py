"""What the scrape jobs of docs/kubernetes.md make of the pods of a cluster: promtool relabels, as Prometheus does.

    scrape-jobs.py PROMETHEUS.YML DIRECTORY

Debian's promtool is built without discovery in Kubernetes, so the pods are given with the labels that it would find.
"""
import json
import pathlib
import subprocess
import sys

import yaml

META = "__meta_kubernetes_"
REPLICA = {
    META + "namespace": "default", META + "pod_name": "device-registry-5d9c-x2x4z", META + "pod_node_name": "node-1",
    META + "pod_container_name": "device-registry", META + "pod_container_port_name": "http",
    META + "pod_annotation_prometheus_io_scrape": "true", META + "pod_annotation_prometheus_io_scheme": "http",
    META + "pod_annotation_prometheus_io_path": "/metrics/", META + "pod_annotation_prometheus_io_port": "12365",
}
STRANGER = {
    META + "namespace": "default", META + "pod_name": "other-1", META + "pod_node_name": "node-1",
    META + "pod_container_name": "other", META + "pod_container_port_name": "http",
}
EXPECTED = {
    "device-registry": {"instance": "node-1;device-registry-5d9c-x2x4z"},
    "annotated-pods": {"instance": "default/device-registry-5d9c-x2x4z"},
}


def main(configuration, directory):
    with open(configuration) as file:
        config = yaml.safe_load(file)
    for job in config["scrape_configs"]:
        assert job.pop("kubernetes_sd_configs") == [{"role": "pod"}], job
        job["static_configs"] = [{"targets": ["10.1.0.7:12365"], "labels": REPLICA},
                                 {"targets": ["10.1.0.8:8080"], "labels": STRANGER}]
    given = pathlib.Path(directory, "prometheus-pods.yml")
    given.write_text(yaml.safe_dump(config))
    subprocess.run(["promtool", "check", "config", given], check=True, stdout=subprocess.DEVNULL)
    for job, expected in EXPECTED.items():
        answer = subprocess.run(["promtool", "check", "service-discovery", "--timeout=3s", given, job], check=True,
                                stdout=subprocess.PIPE).stdout
        targets = [target["labels"] for target in json.loads(answer) if target["labels"]]
        assert len(targets) == 1, targets
        found = targets[0]
        assert found["__address__"] == "10.1.0.7:12365", found
        assert found["__metrics_path__"] == "/metrics/", found
        assert found["__scheme__"] == "http", found
        assert found["instance"] == expected["instance"], found
    print("each scrape job finds the replica and nothing else")


if __name__ == "__main__":
    main(*sys.argv[1:])
