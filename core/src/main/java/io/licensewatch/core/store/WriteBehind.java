package io.licensewatch.core.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A map in memory before a slower one: what was read or written last is found by its hash, and changes are handed on together when
 * {@link #flush} is called, or before that when there is no room. That a key is absent is remembered like a value; what was put
 * and deleted between two flushes, or is as it was, is not handed on.
 *
 * <p>Keys and values belong to it once they are given, and must not be changed. For one thread.
 */
public final class WriteBehind implements KeyValues {
    /** Bytes that an entry takes beside its key and its value, about. */
    private static final int OVERHEAD = 150;

    /** When there is no room, this part of all is given up. */
    private static final int PART = 16;

    private final Below below;
    private final long maxBytes;
    /** Each entry under itself; the eldest first. */
    private final LinkedHashMap<Entry, Entry> entries = new LinkedHashMap<>();

    private final List<Entry> dirty = new ArrayList<>();
    /** The same by the first byte of their keys, for scans: hardly any goes beyond keys that begin alike. */
    private final @Nullable Sorted[] sorted = new Sorted[256];

    private final List<Runnable> beforeFlush = new ArrayList<>();
    private final Entry probe = new Entry(new byte[0]);
    /** The entry that was found last: what is read is often written next. */
    private @Nullable Entry latest;

    private long bytes;
    private long dirtyBytes;
    private int scans;

    /** @param maxBytes that it takes, about */
    public WriteBehind(Below below, long maxBytes) {
        this.below = below;
        this.maxBytes = maxBytes;
    }

    /** The map in which everything ends. */
    public interface Below {
        byte @Nullable [] get(byte[] key);

        /** As {@link KeyValues#scan}. */
        void scan(byte[] from, byte[] to, Visitor visitor);

        /** The changes in the order in which their keys were first changed, each key once. */
        void write(List<Change> changes);
    }

    /** @param value null for a key that is deleted */
    @SuppressWarnings("ArrayRecordComponent")
    public record Change(byte[] key, byte @Nullable [] value) {}

    private static final class Entry {
        private byte[] key;
        private int hash;
        private byte @Nullable [] value;
        private boolean dirty;
        /** Since room was last made. */
        private boolean used = true;
        /** Whether there is no such key below; false when that is not known. */
        private boolean absentBelow;

        Entry(byte[] key) {
            this.key = key;
            this.hash = Arrays.hashCode(key);
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public boolean equals(@Nullable Object o) {
            return o instanceof Entry other && hash == other.hash && Arrays.equals(key, other.key);
        }

        int size() {
            return OVERHEAD + key.length + (value == null ? 0 : value.length);
        }
    }

    /** Entries that are dirty, sorted as far as somebody has asked. */
    private static final class Sorted {
        private final List<Entry> added = new ArrayList<>();
        private final TreeMap<byte[], Entry> byKey = new TreeMap<>(Arrays::compareUnsigned);

        Collection<Entry> between(byte[] from, byte[] to) {
            for (Entry entry : added) {
                byKey.put(entry.key, entry);
            }
            added.clear();
            return byKey.subMap(from, true, to, false).values();
        }
    }

    private @Nullable Entry known(byte[] key) {
        if (latest != null && Arrays.equals(latest.key, key)) {
            return latest;
        }
        probe.key = key;
        probe.hash = Arrays.hashCode(key);
        Entry entry = entries.get(probe);
        if (entry != null) {
            entry.used = true;
            latest = entry;
        }
        return entry;
    }

    @Override
    public byte @Nullable [] get(byte[] key) {
        Entry entry = known(key);
        if (entry == null) {
            entry = new Entry(key);
            entry.value = below.get(key);
            entry.absentBelow = entry.value == null;
            add(entry);
            makeRoom();
        }
        return entry.value;
    }

    @Override
    public void put(byte[] key, byte[] value) {
        write(key, value);
    }

    @Override
    public void delete(byte[] key) {
        write(key, null);
    }

    private void add(Entry entry) {
        latest = entry;
        entries.put(entry, entry);
        bytes += entry.size();
    }

    private void write(byte[] key, byte @Nullable [] value) {
        Entry entry = known(key);
        if (entry == null) {
            entry = new Entry(key);
            add(entry);
        } else if (Arrays.equals(entry.value, value)) {
            return;
        }
        int before = entry.size();
        entry.value = value;
        int growth = entry.size() - before;
        bytes += growth;
        if (entry.dirty) {
            dirtyBytes += growth;
        } else {
            entry.dirty = true;
            addDirty(entry);
            dirtyBytes += entry.size();
        }
        makeRoom();
    }

    private void addDirty(Entry entry) {
        dirty.add(entry);
        int first = entry.key[0] & 0xFF;
        Sorted alike = sorted[first];
        if (alike == null) {
            alike = new Sorted();
            sorted[first] = alike;
        }
        alike.added.add(entry);
    }

    private void makeRoom() {
        if (bytes <= maxBytes || scans > 0) {
            return;
        }
        if (dirtyBytes > maxBytes / 2) {
            handOn();
        }
        giveUpUnused();
        giveUpUnused(); // all had been used
    }

    /** The eldest first; what was used since is kept until the next time. */
    private void giveUpUnused() {
        latest = null;
        long enough = maxBytes - maxBytes / PART;
        List<Entry> kept = new ArrayList<>();
        Iterator<Entry> eldest = entries.values().iterator();
        while (bytes > enough && eldest.hasNext()) {
            Entry entry = eldest.next();
            eldest.remove();
            if (entry.dirty || entry.used) {
                entry.used = false;
                kept.add(entry);
            } else {
                bytes -= entry.size();
            }
        }
        kept.forEach(entry -> entries.put(entry, entry));
    }

    @Override
    public void scan(byte[] from, byte[] to, Visitor visitor) {
        Iterator<Entry> changed = dirtyBetween(from, to);
        scans++; // the visitor may read, and what it reads must not move what is visited
        try {
            Merge merge = new Merge(changed, visitor);
            below.scan(from, to, merge);
            merge.end();
        } finally {
            scans--;
        }
    }

    private Iterator<Entry> dirtyBetween(byte[] from, byte[] to) {
        if (Arrays.compareUnsigned(from, to) >= 0) {
            return Collections.emptyIterator();
        }
        int first = from.length == 0 ? 0 : from[0] & 0xFF;
        int last = to[0] & 0xFF;
        List<Entry> found = new ArrayList<>();
        for (int begin = first; begin <= last; begin++) {
            Sorted alike = sorted[begin];
            if (alike != null) {
                Collection<Entry> some = alike.between(from, to);
                if (first == last) {
                    return some.iterator();
                }
                found.addAll(some);
            }
        }
        return found.iterator();
    }

    /** What is dirty hides what is below. */
    private static final class Merge implements Visitor {
        private final Iterator<Entry> dirty;
        private final Visitor visitor;
        private @Nullable Entry next;
        private boolean wantsMore = true;

        Merge(Iterator<Entry> dirty, Visitor visitor) {
            this.dirty = dirty;
            this.visitor = visitor;
            this.next = dirty.hasNext() ? dirty.next() : null;
        }

        @Override
        public boolean visit(byte[] key, byte[] value) {
            boolean hidden = false;
            while (wantsMore && next != null && Arrays.compareUnsigned(next.key, key) <= 0) {
                hidden = Arrays.equals(next.key, key);
                visitNext(next);
            }
            if (wantsMore && !hidden) {
                wantsMore = visitor.visit(key, value);
            }
            return wantsMore;
        }

        void end() {
            while (wantsMore && next != null) {
                visitNext(next);
            }
        }

        private void visitNext(Entry entry) {
            next = dirty.hasNext() ? dirty.next() : null;
            if (entry.value != null) {
                wantsMore = visitor.visit(entry.key, entry.value);
            }
        }
    }

    @Override
    public boolean beforeFlush(Runnable put) {
        beforeFlush.add(put);
        return true;
    }

    /** Hands on what has changed, and what was put off until now. */
    public void flush() {
        beforeFlush.forEach(Runnable::run);
        handOn();
    }

    private void handOn() {
        if (dirty.isEmpty()) {
            return;
        }
        List<Change> changes = new ArrayList<>(dirty.size());
        for (Entry entry : dirty) {
            if (entry.value != null || !entry.absentBelow) {
                changes.add(new Change(entry.key, entry.value));
            }
        }
        below.write(changes);
        for (Entry entry : dirty) {
            entry.dirty = false;
            entry.absentBelow = entry.value == null;
        }
        forgetDirty();
    }

    /** Forgets everything, also what has not been handed on, and who would put something before that. */
    public void clear() {
        beforeFlush.clear();
        entries.clear();
        latest = null;
        bytes = 0;
        forgetDirty();
    }

    private void forgetDirty() {
        dirty.clear();
        dirtyBytes = 0;
        Arrays.fill(sorted, null);
    }

    /** Bytes that it takes, about. */
    long bytes() {
        return bytes;
    }
}
