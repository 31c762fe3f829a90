#!/bin/sh
# Builds the service and its benchmarks, and runs one of them; docs/performance.md tells which there are.
#
#   src/bench/run.sh operations --devices=10000
#
# BENCH_BUILD=no    takes the service that is packaged already, and compiles only the benchmarks
# BENCH_MAVEN=...   more arguments for Maven, for example -o
# BENCH_FLAGS=...   flags of the JVM of the service; -Xmx512m when not given
set -eu
cd "$(dirname "$0")/../.."

quarkus=$(sed -n 's/.*<quarkus.version>\(.*\)<.*/\1/p' pom.xml)
phase=package
[ "${BENCH_BUILD:-yes}" = yes ] || phase=test-compile
./mvnw -q -ntp ${BENCH_MAVEN:-} -Pbench -DskipTests $phase dependency:build-classpath -Dmdep.outputFile=target/bench.classpath >&2
case ${1:-} in
  operations) ./mvnw -q -ntp ${BENCH_MAVEN:-} -f src/bench/constant/pom.xml -Dquarkus.version="$quarkus" package >&2 ;;
esac
exec java -Xmx1g -Djava.util.logging.manager=org.jboss.logmanager.LogManager ${BENCH_FLAGS:+-Dbench.flags="$BENCH_FLAGS"} \
  -cp "target/test-classes:target/classes:$(cat target/bench.classpath)" io.deviceregistry.bench.Bench "$@"
