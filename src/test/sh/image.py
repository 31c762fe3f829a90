"""What is in an image, as a tar for `docker load`, and in its configuration.

    image.py IMAGE.TAR CONFIG.JSON
"""
import gzip
import io
import json
import re
import sys
import tarfile

SECRET = re.compile(rb"-----BEGIN [A-Z ]*PRIVATE KEY-----\s+[A-Za-z0-9+/=\s]{100}")
SECRET_NAME = re.compile(r"(^|/)(\.env|id_rsa|admin-password|signing-key\.pem|mongo-keyfile|settings\.xml|\.git|\.m2)(/|$)")


def layers(image):
    with tarfile.open(image) as outer:
        manifest = json.load(outer.extractfile("manifest.json"))
        for name in manifest[0]["Layers"]:
            data = outer.extractfile(name).read()
            yield tarfile.open(fileobj=io.BytesIO(gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data))


def main(image, config_file):
    with open(config_file) as file:
        config = json.load(file)["config"]
    assert config["User"] == "10001:10001", config["User"]
    assert config["Entrypoint"] == ["java", "-jar", "quarkus-run.jar"], config["Entrypoint"]
    assert config["WorkingDir"] == "/app", config["WorkingDir"]
    assert list(config["ExposedPorts"]) == ["12365/tcp"], config["ExposedPorts"]
    labels = config["Labels"]
    for name in ("title", "description", "licenses", "version"):
        assert labels.get("org.opencontainers.image." + name), labels
    for variable in config["Env"]:
        assert not re.search("PASSWORD|SECRET|TOKEN|CONNECTION_STRING", variable.split("=")[0]), variable

    where = {}
    for number, layer in enumerate(layers(image)):
        for member in layer:
            path = member.name.removeprefix("./").removeprefix("/")
            where[path] = number
            assert not SECRET_NAME.search(path), path
            if path.startswith("app/") and member.isfile():
                assert not member.mode & 0o022, (path, oct(member.mode))
                content = layer.extractfile(member).read()
                assert not SECRET.search(content), path

    # From what changes seldom to what changes always: a new version of ours is new layers on top only.
    libraries = {number for path, number in where.items() if path.startswith("app/lib/") and path.endswith(".jar")}
    ours = {number for path, number in where.items() if path.startswith("app/app/") and path.endswith(".jar")}
    assert libraries and ours and max(libraries) < min(ours), (libraries, ours)
    assert not any(path.endswith(("bin/sh", "bin/bash", "bin/curl")) for path in where)
    print(f"{len(set(where.values()))} layers, {len(where)} files; libraries in {sorted(libraries)}, ours in {sorted(ours)}")


if __name__ == "__main__":
    main(*sys.argv[1:])
