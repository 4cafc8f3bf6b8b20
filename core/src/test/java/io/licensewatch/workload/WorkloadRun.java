package io.licensewatch.workload;

import io.licensewatch.schemas.source.SourcePosition;
import io.licensewatch.schemas.source.SourceTable;
import java.time.Instant;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A workload that cdc feeds to what is tested; now and then cdc loses changes, and makes good for it by reading anew. */
public final class WorkloadRun {
    private final Workload workload;
    private final WorkloadFeed feed;
    private final Random random;
    private final int lossOneIn;
    private Set<String> touched = new HashSet<>();
    private Set<String> enforced = Set.of();
    private int rows;
    private int resyncs;

    /**
     * @param tenants about how many there are at a time
     * @param lossOneIn after how many transactions, on average, some are lost
     */
    public WorkloadRun(
            Family family, Random random, int tenants, Set<Theme> without, int lossOneIn, WorkloadFeed.Sink sink) {
        this.workload = new Workload(family, random, tenants, without);
        this.feed = new WorkloadFeed(family, sink);
        this.random = random;
        this.lossOneIn = lossOneIn;
    }

    /** The catalogue, before all else. */
    public void first(Instant now) {
        write(workload.first(now), now);
    }

    /** Foreign keys come and go; cdc reads the tables again that they refer to. */
    private void changeKeys(Instant now) {
        Set<String> columns = new TreeSet<>(workload.holdable());
        columns.removeIf(column -> random.nextBoolean());
        Set<String> others = new TreeSet<>();
        for (SourceTable table : SourceTable.values()) {
            table.heldBy()
                    .filter(column -> columns.contains(column) != enforced.contains(column))
                    .ifPresent(column -> others.add(table == SourceTable.ROLES ? "roles" : table.qualifiedName()));
        }
        write(workload.enforce(columns), now);
        enforced = columns;
        feed.enforce(columns);
        SourcePosition since = feed.resyncBegins(others, now);
        for (int i = random.nextInt(4); i > 0; i--) {
            write(workload.next(now), now);
        }
        feed.resyncEnds(others, workload.snapshot(), since, now);
        resyncs++;
    }

    /** One transaction, or some that are lost. */
    public void next(Instant now) {
        if (random.nextInt(lossOneIn * 2) == 0) {
            changeKeys(now);
        } else if (random.nextInt(lossOneIn) == 0) {
            lose(now);
        } else {
            write(workload.next(now), now);
        }
    }

    private void write(Txn txn, Instant now) {
        feed.write(txn, now);
        touch(txn);
        rows += txn.writes().size();
    }

    private void touch(Txn txn) {
        for (Write write : txn.writes()) {
            touch(write.table(), write.before());
            touch(write.table(), write.after());
        }
    }

    private void touch(String table, @Nullable Row row) {
        Object tenant = row == null ? null : row.get(table.equals("tenants") ? "id" : "tenant_id");
        if (tenant != null) {
            touched.add(tenant.toString());
        }
    }

    /** A snapshot of everything, or of the tables concerned alone, makes good for what is lost. */
    private void lose(Instant now) {
        Set<String> concerned = new TreeSet<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            Txn lost = workload.next(now);
            touch(lost);
            lost.writes().forEach(write -> concerned.add(write.table()));
        }
        if (random.nextBoolean()) {
            feed.newEpoch(workload.snapshot(), now);
        } else {
            SourcePosition since = feed.resyncBegins(concerned, now);
            for (int i = random.nextInt(4); i > 0; i--) {
                write(workload.next(now), now);
            }
            feed.resyncEnds(concerned, workload.snapshot(), since, now);
        }
        resyncs++;
    }

    public void frontier(Instant now) {
        feed.frontier(now);
    }

    /** The tenants whose rows were written since this was last asked. */
    Set<String> touched() {
        Set<String> since = touched;
        touched = new HashSet<>();
        return since;
    }

    PlainLicensing licensing() {
        return workload.licensing();
    }

    public int rows() {
        return rows;
    }

    public int resyncs() {
        return resyncs;
    }
}
