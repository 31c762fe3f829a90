package io.deviceregistry.bench;

import com.sun.management.ThreadMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.util.HashMap;
import java.util.Map;
import javax.management.MBeanServerConnection;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** Looks into a JVM, this one or another: processor time, allocation, heap, threads, files. */
final class Probe {

    private final UnixOperatingSystemMXBean system;
    private final ThreadMXBean threads;
    private final MemoryMXBean memory;
    private final Map<Long, Long> allocated = new HashMap<>();
    private long allocatedBytes;

    private Probe(MBeanServerConnection connection) throws IOException {
        system = ManagementFactory.newPlatformMXBeanProxy(connection, ManagementFactory.OPERATING_SYSTEM_MXBEAN_NAME,
                UnixOperatingSystemMXBean.class);
        threads = ManagementFactory.newPlatformMXBeanProxy(connection, ManagementFactory.THREAD_MXBEAN_NAME,
                ThreadMXBean.class);
        memory = ManagementFactory.newPlatformMXBeanProxy(connection, ManagementFactory.MEMORY_MXBEAN_NAME,
                MemoryMXBean.class);
    }

    static Probe ofThisProcess() {
        try {
            return new Probe(ManagementFactory.getPlatformMBeanServer());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Probe of(long pid) {
        try {
            VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
            String address = machine.startLocalManagementAgent();
            machine.detach();
            return new Probe(JMXConnectorFactory.connect(new JMXServiceURL(address)).getMBeanServerConnection());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (AttachNotSupportedException e) {
            throw new IllegalStateException(e);
        }
    }

    long cpuNanos() {
        return system.getProcessCpuTime();
    }

    /** What all threads have allocated since the first call, less the last bytes of those that ended between two calls. */
    synchronized long allocatedBytes() {
        long[] ids = threads.getAllThreadIds();
        long[] bytes = threads.getThreadAllocatedBytes(ids);
        Map<Long, Long> now = new HashMap<>();
        for (int i = 0; i < ids.length; i++) {
            if (bytes[i] >= 0) {
                allocatedBytes += bytes[i] - allocated.getOrDefault(ids[i], 0L);
                now.put(ids[i], bytes[i]);
            }
        }
        allocated.clear();
        allocated.putAll(now);
        return allocatedBytes;
    }

    /** Live heap: twice, since the first collection only finds what finalizers and references held. */
    long heapAfterGc() {
        memory.gc();
        Pause.millis(200);
        memory.gc();
        return memory.getHeapMemoryUsage().getUsed();
    }

    int threads() {
        return threads.getThreadCount();
    }

    long openFiles() {
        return system.getOpenFileDescriptorCount();
    }
}
