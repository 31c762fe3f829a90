#!/bin/sh
# Brings up the registry with MongoDB, Prometheus and Grafana. What is missing is made first: the jar, passwords in docker/.env,
# keys in docker/secrets. Whatever is there stays as it is.
#
#   docker/up.sh [ARGUMENT FOR docker compose up ...]      for example --detach
set -eu
cd "$(dirname "$0")/.."
umask 077

[ -e target/quarkus-app/quarkus-run.jar ] || ./mvnw -q -B package -DskipTests

if [ ! -e docker/.env ]; then
  while IFS= read -r line; do
    case $line in
      *_PASSWORD=) printf '%s%s\n' "$line" "$(openssl rand -hex 24)" ;;
      *) printf '%s\n' "$line" ;;
    esac
  done < docker/.env.example > docker/.env
  echo "Made docker/.env; the administrator is admin, with REGISTRY_ADMIN_PASSWORD from it."
fi

# Nobody else gets into the directory; in the container the service, which is user 10001, must be able to read its key.
mkdir -p docker/secrets
if [ ! -e docker/secrets/signing-key.pem ]; then
  openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out docker/secrets/signing-key.pem 2>/dev/null
  chmod 0444 docker/secrets/signing-key.pem
fi
[ -e docker/secrets/mongo-keyfile ] || openssl rand -base64 756 > docker/secrets/mongo-keyfile

exec ${COMPOSE:-docker compose} --env-file docker/.env -p device-registry -f docker/compose.yaml ${COMPOSE_COMMAND:-up --build} "$@"
