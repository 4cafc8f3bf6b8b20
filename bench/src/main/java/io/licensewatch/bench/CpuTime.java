package io.licensewatch.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.regex.Pattern;

/**
 * CPU time in seconds. It grows with the work that is done, however many others the machine works for.
 *
 * @param threads of the stream threads
 * @param process of all of the process: clients, collector, compiler, and the broker that is in it
 */
record CpuTime(double threads, double process) {
    private static final Pattern STREAM_THREAD = Pattern.compile(".*-StreamThread-\\d+");
    private static final double NANOS = 1e9;

    static final CpuTime NONE = new CpuTime(0, 0);

    /** Of those that are alive. */
    static CpuTime now() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long sum = 0;
        for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
            if (thread != null && STREAM_THREAD.matcher(thread.getThreadName()).matches()) {
                sum += Math.max(0, threads.getThreadCpuTime(thread.getThreadId()));
            }
        }
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return new CpuTime(sum / NANOS, system.getProcessCpuTime() / NANOS);
    }

    CpuTime since(CpuTime start) {
        return new CpuTime(threads - start.threads, process - start.process);
    }

    CpuTime plus(CpuTime more) {
        return new CpuTime(threads + more.threads, process + more.process);
    }
}
