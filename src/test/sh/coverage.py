#!/usr/bin/env python3
"""Checks the line coverage of the domain and the stores in a JaCoCo CSV: coverage.py FILE PERCENT."""
import csv
import sys

# Not storage.embedded: plain JUnit tests cover it, and Quarkus' JaCoCo sees only those that run inside of Quarkus.
PACKAGES = ("device", "token", "account", "meta", "certificate", "oidc", "ratelimit", "storage", "secret", "paging")


def main(path, wanted):
    covered = missed = 0
    with open(path, newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["PACKAGE"].removeprefix("io.deviceregistry.") in PACKAGES:
                covered += int(row["LINE_COVERED"])
                missed += int(row["LINE_MISSED"])
    percent = 100 * covered / (covered + missed)
    print(f"lines covered: {covered} of {covered + missed}, {percent:.1f} %, wanted {wanted} %")
    return 0 if percent >= wanted else 1


sys.exit(main(sys.argv[1], float(sys.argv[2])))
