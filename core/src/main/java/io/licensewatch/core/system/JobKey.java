package io.licensewatch.core.system;

import io.licensewatch.core.store.KeyReader;
import io.licensewatch.core.store.KeyWriter;
import java.time.Instant;

/**
 * The key of a finished refresh job; those of a view are in the order in which the jobs started.
 *
 * @param startedAt microseconds since 1970, as Postgres counts
 * @param rowKey the row's primary key as JSON
 */
record JobKey(String view, long startedAt, String rowKey) {
    private static final int JOB = 0x02;
    static final byte[] ALL = new KeyWriter().tag(JOB).toBytes();
    private static final long MICROS = 1_000_000;

    static JobKey of(String view, Instant startedAt, String rowKey) {
        return new JobKey(view, micros(startedAt), rowKey);
    }

    /** Postgres' last years are beyond the last microsecond that counts. */
    private static long micros(Instant instant) {
        long last = Long.MAX_VALUE / MICROS - 1;
        return Math.max(-last, Math.min(instant.getEpochSecond(), last)) * MICROS + instant.getNano() / 1_000;
    }

    Instant start() {
        return Instant.ofEpochSecond(Math.floorDiv(startedAt, MICROS), Math.floorMod(startedAt, MICROS) * 1_000);
    }

    byte[] toBytes() {
        return new KeyWriter()
                .tag(JOB)
                .text(view)
                .number(startedAt)
                .rowKey(rowKey)
                .toBytes();
    }

    static JobKey read(byte[] key) {
        KeyReader in = new KeyReader(key);
        in.tag();
        return new JobKey(in.text(), in.number(), in.rowKey());
    }

    /** What the keys of all jobs of a view begin with. */
    static byte[] of(String view) {
        return new KeyWriter().tag(JOB).text(view).toBytes();
    }
}
