package io.licensewatch.bench;

/**
 * What a number of changes took.
 *
 * @param seconds by the clock on the wall
 */
record Timing(long changes, double seconds, CpuTime cpu) {
    static final Timing NONE = new Timing(0, 0, CpuTime.NONE);

    Timing plus(Timing more) {
        return new Timing(changes + more.changes, seconds + more.seconds, cpu.plus(more.cpu));
    }

    double changesPerSecond() {
        return changes / seconds;
    }

    /** CPU of the stream threads, in microseconds a change. */
    double threadMicros() {
        return cpu.threads() * 1e6 / changes;
    }

    /** CPU of the process, in microseconds a change. */
    double processMicros() {
        return cpu.process() * 1e6 / changes;
    }
}
