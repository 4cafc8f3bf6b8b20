package io.licensewatch.core.tenant;

import io.licensewatch.core.store.ValueReader;
import io.licensewatch.core.store.ValueWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Seats used at the end of each day, over the last month. A day without a sample was like the one before it, so a tenant
 * whose seats do not change has one sample, however old it is.
 *
 * @param samples by day, oldest first; at most one is older than {@link #DAYS}
 */
public record SeatHistory(List<Sample> samples) {
    /** How far back it goes. */
    public static final int DAYS = 30;

    public static final SeatHistory NONE = new SeatHistory(List.of());
    private static final int VERSION = 1;

    /** @param day days since 1970-01-01, in the licensing zone */
    public record Sample(long day, long used) {}

    public SeatHistory {
        samples = List.copyOf(samples);
    }

    /** With a sample of now; the same history if nothing changes. A day before the last one counts as the last one. */
    public SeatHistory with(long day, long used) {
        List<Sample> next = new ArrayList<>(samples);
        if (!next.isEmpty() && last(next).day() >= day) {
            long lastDay = last(next).day();
            next.remove(next.size() - 1);
            append(next, lastDay, used);
        } else {
            append(next, day, used);
        }
        while (next.size() > 1 && next.get(1).day() <= day - DAYS) {
            next.remove(0);
        }
        return next.equals(samples) ? this : new SeatHistory(next);
    }

    private static void append(List<Sample> samples, long day, long used) {
        if (samples.isEmpty() || last(samples).used() != used) {
            samples.add(new Sample(day, used));
        }
    }

    private static Sample last(List<Sample> samples) {
        return samples.get(samples.size() - 1);
    }

    /** The base of the growth: {@link #DAYS} before this day, or the first known day; null if none is known. */
    public @Nullable Sample base(long today) {
        if (samples.isEmpty()) {
            return null;
        }
        long from = Math.max(today - DAYS, samples.get(0).day());
        Sample base = samples.get(0);
        for (Sample sample : samples) {
            base = sample.day() <= from ? sample : base;
        }
        return new Sample(from, base.used());
    }

    /** Whether the passing of a day changes its growth. */
    public boolean moves() {
        return samples.size() > 1;
    }

    byte[] toBytes() {
        ValueWriter out = new ValueWriter(VERSION).number(samples.size());
        samples.forEach(sample -> out.number(sample.day()).number(sample.used()));
        return out.toBytes();
    }

    static SeatHistory read(byte[] stored) {
        ValueReader in = new ValueReader(stored, VERSION);
        List<Sample> samples = new ArrayList<>();
        for (long left = in.number(); left > 0; left--) {
            samples.add(new Sample(in.number(), in.number()));
        }
        return new SeatHistory(samples);
    }
}
