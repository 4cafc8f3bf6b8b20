package io.licensewatch.core.engine;

import io.licensewatch.core.store.KeyValues;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.source.SourceTable;
import java.util.List;
import java.util.Optional;

/** Frontiers that were read before rows of a tenants' partition that they cover, and those behind them; durable, in order. */
final class EarlyFrontiers {
    private final FrontierLine line;
    private final Intake rows;
    private final Intake shared;
    private final int partition;

    /**
     * @param rows those of the partition
     * @param shared those without a tenant, which come before the frontier that covers them
     */
    EarlyFrontiers(KeyValues store, Intake rows, Intake shared, int partition) {
        this.line = new FrontierLine(store);
        this.rows = rows;
        this.shared = shared;
        this.partition = partition;
    }

    boolean any() {
        return line.first().isPresent();
    }

    /** Keeps it unless it may be reached at once; returns whether it is kept. */
    boolean keeps(Frontier frontier) {
        if (!any() && !rows.waits() && !shared.waits() && missing(frontier).isEmpty()) {
            return false;
        }
        line.add(frontier);
        return true;
    }

    /** Takes out the first, if all that it covers has come. */
    Optional<Frontier> next() {
        Optional<Frontier> ready = first().filter(frontier -> missing(frontier).isEmpty());
        ready.ifPresent(frontier -> line.removeFirst());
        return ready;
    }

    /** The first rows that are waited for. */
    Optional<Frontier.Covered> missing() {
        return first().flatMap(this::missing);
    }

    /** How far the rows are that the first one covers; empty when none waits. */
    Optional<Backfill> reading() {
        return first().filter(Frontier::snapshotComplete).map(frontier -> {
            List<Frontier.Covered> covered =
                    frontier.covered().stream().filter(this::comesHere).toList();
            return Backfill.reading(
                    covered.stream().mapToLong(rows::taken).sum(),
                    covered.stream().mapToLong(Frontier.Covered::rows).sum());
        });
    }

    private Optional<Frontier> first() {
        return line.first().map(FrontierLine.Waiting::frontier);
    }

    private Optional<Frontier.Covered> missing(Frontier frontier) {
        return frontier.covered().stream()
                .filter(this::comesHere)
                .filter(covered -> !rows.includes(covered))
                .findFirst();
    }

    private boolean comesHere(Frontier.Covered covered) {
        return !covered.tenantless()
                && !covered.standings()
                && covered.partition() == partition
                && Arrivals.table(covered).filter(SourceTable::hasTenant).isPresent();
    }
}
