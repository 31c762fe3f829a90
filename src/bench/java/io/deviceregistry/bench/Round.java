package io.deviceregistry.bench;

import java.util.function.Supplier;

/** What several loads of one kind took of the process that bore them: throughput, processor time and allocation of each. */
final class Round {

    final Series perSecond = new Series();
    final Series cpuMicros = new Series();
    final Series bytes = new Series();

    void measure(Probe probe, Supplier<Load.Result> load) {
        long cpu = probe.cpuNanos();
        long allocated = probe.allocatedBytes();
        Load.Result result = load.get();
        perSecond.add(result.perSecond());
        cpuMicros.add((probe.cpuNanos() - cpu) / 1e3 / result.done());
        bytes.add((double) (probe.allocatedBytes() - allocated) / result.done());
    }
}
