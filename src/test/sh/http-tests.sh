#!/bin/sh
# The classes of tests that need a service in process, and those of plain classes that need a database, as Maven's -Dtest takes them.
cd "$(dirname "$0")/../java"
grep -rlE '^@QuarkusTest$|TestDatabase\.open' --include='*Test.java' . | sed 's|.*/||; s|\.java$||' | sort | paste -sd, -
