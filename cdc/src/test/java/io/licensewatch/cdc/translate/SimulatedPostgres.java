package io.licensewatch.cdc.translate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One table under concurrent transactions, as far as it matters to who reads both the table and the log: a transaction's commit
 * is in the log before others see what it did, and the two orders differ between transactions that touch different rows. What
 * a transaction writes while the table is not published is not in the log.
 */
final class SimulatedPostgres {
    private static final int KEYS = 12;

    private final Random random;
    private final List<Transaction> running = new ArrayList<>();
    private final List<Transaction> log = new ArrayList<>();
    private final Map<String, Row> visible = new TreeMap<>();
    private final Set<String> locked = new HashSet<>();
    private boolean tableLocked;
    private boolean published = true;
    private long lsn = 100;
    private long nextTransaction = 1;
    private int values;
    private int files;

    SimulatedPostgres(Random random) {
        this.random = random;
    }

    /** A row's columns. */
    record Row(String id, @Nullable String tenant, String name) {}

    /** An entry of a transaction: a row that changed (neither side: a truncate), or a message. */
    record Entry(
            long lsn,
            @Nullable Row before,
            @Nullable Row after,
            @Nullable String prefix,
            String content) {}

    /** A transaction; once it is in the log, with its commit. */
    static final class Transaction {
        private final long id;
        private final List<Entry> entries = new ArrayList<>();
        private final Map<String, Row> written = new HashMap<>();
        private final Set<String> deleted = new HashSet<>();
        private boolean truncated;
        private long commit;

        Transaction(long id) {
            this.id = id;
        }

        long id() {
            return id;
        }

        List<Entry> entries() {
            return entries;
        }

        /** LSN of its commit. */
        long commit() {
            return commit;
        }

        void applyTo(Map<String, Row> rows) {
            if (truncated) {
                rows.clear();
            }
            deleted.forEach(rows::remove);
            rows.putAll(written);
        }
    }

    List<Transaction> log() {
        return log;
    }

    void publish(boolean now) {
        published = now;
    }

    /** How often the table was given another file; to snapshots taken before, it is empty then. */
    int files() {
        return files;
    }

    /** Those that see each other's end first come first: what a snapshot sees now. */
    List<Row> snapshot() {
        return new ArrayList<>(visible.values());
    }

    long nextTransaction() {
        return nextTransaction;
    }

    long oldestRunning() {
        return running.stream().mapToLong(Transaction::id).min().orElse(nextTransaction);
    }

    /** Commits a message, which is over at once. */
    void message(String prefix, String content) {
        Transaction transaction = new Transaction(nextTransaction++);
        transaction.entries.add(new Entry(next(), null, null, prefix, content));
        transaction.commit = next();
        log.add(transaction);
    }

    /** Something happens. */
    void step() {
        if (running.size() < 4 && random.nextInt(3) == 0) {
            running.add(new Transaction(nextTransaction++));
        }
        if (running.isEmpty()) {
            files += random.nextInt(20) == 0 ? 1 : 0; // an ALTER TABLE that rewrites it
            return;
        }
        Transaction one = running.get(random.nextInt(running.size()));
        if (one.commit != 0) {
            if (random.nextInt(3) == 0) {
                over(one);
            }
        } else if (random.nextInt(4) == 0) {
            commit(one);
        } else {
            write(one);
        }
    }

    /** All transactions end. */
    void settle() {
        for (Transaction transaction : List.copyOf(running)) {
            if (transaction.commit == 0) {
                commit(transaction);
            }
            over(transaction);
        }
    }

    private void commit(Transaction transaction) {
        transaction.commit = next();
        log.add(transaction);
    }

    private void over(Transaction transaction) {
        running.remove(transaction);
        transaction.applyTo(visible);
        locked.removeAll(transaction.written.keySet());
        locked.removeAll(transaction.deleted);
        if (transaction.truncated) {
            tableLocked = false;
        }
    }

    private void write(Transaction transaction) {
        if (tableLocked && !transaction.truncated) {
            return;
        }
        boolean alone = running.stream().allMatch(other -> other == transaction || !hasWritten(other));
        if (alone && random.nextInt(20) == 0) {
            truncate(transaction);
            return;
        }
        String id = "r" + random.nextInt(KEYS);
        boolean ours = transaction.written.containsKey(id) || transaction.deleted.contains(id);
        if (!locked.add(id) && !ours) {
            return;
        }
        Row before = ours || transaction.truncated ? transaction.written.get(id) : visible.get(id);
        Row after = before != null && random.nextInt(3) == 0 ? null : row(id);
        if (before == null && after == null) {
            return;
        }
        log(transaction, before, after);
        transaction.deleted.add(id);
        transaction.written.remove(id);
        if (after != null) {
            transaction.written.put(id, after);
        }
    }

    private static boolean hasWritten(Transaction transaction) {
        return !transaction.written.isEmpty() || !transaction.deleted.isEmpty();
    }

    private void truncate(Transaction transaction) {
        files++;
        tableLocked = true;
        transaction.truncated = true;
        transaction.written.clear();
        log(transaction, null, null);
    }

    private Row row(String id) {
        String[] tenants = {"a", "b", null};
        return new Row(id, tenants[random.nextInt(tenants.length)], "v" + values++);
    }

    private void log(Transaction transaction, @Nullable Row before, @Nullable Row after) {
        List<Entry> entries = transaction.entries;
        boolean sameStatement =
                !entries.isEmpty() && entries.get(entries.size() - 1).lsn() == lsn && before == null && after != null;
        long at = sameStatement && random.nextBoolean() ? lsn : next(); // one log record may hold many rows
        if (published) {
            transaction.entries.add(new Entry(at, before, after, null, ""));
        }
    }

    private long next() {
        lsn += 1 + random.nextInt(5);
        return lsn;
    }

    /** What the table held after so many transactions of the log. */
    Map<String, Row> after(int transactions) {
        Map<String, Row> rows = new TreeMap<>();
        log.subList(0, transactions).forEach(transaction -> transaction.applyTo(rows));
        return rows;
    }
}
