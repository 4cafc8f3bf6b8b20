package io.licensewatch.cdc.progress;

import io.licensewatch.cdc.preflight.Finding;
import io.licensewatch.cdc.source.ReplicationSlot;
import io.licensewatch.cdc.source.SourceFacts;
import io.licensewatch.schemas.source.Lsn;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a start has to do, given what was written before and what the slot looks like now. */
public sealed interface StartPlan {

    /** Take a snapshot, on a new slot. */
    record Snapshot(int epoch, boolean dropsSlot) implements StartPlan {
        @Override
        public Finding finding() {
            return Finding.ok(Finding.PROGRESS, "a start takes a snapshot, epoch " + epoch);
        }
    }

    /** Go on where the slot stands. */
    record Stream(Progress progress) implements StartPlan {
        @Override
        public Finding finding() {
            return Finding.ok(Finding.PROGRESS, "a start goes on in epoch " + progress.epoch());
        }
    }

    /** Another instance reads from the slot. */
    record StandBy(int pid) implements StartPlan {
        @Override
        public Finding finding() {
            return Finding.note(
                    Finding.PROGRESS,
                    "the slot is in use (pid " + pid
                            + "): a start stands by until it is free. To free it: stop the other"
                            + " instance, or SELECT pg_terminate_backend(" + pid + ");");
        }
    }

    /**
     * Do not start.
     *
     * @param mend what a person can do
     */
    record Refuse(String reason, String mend) implements StartPlan {
        @Override
        public Finding finding() {
            return Finding.fail(Finding.PROGRESS, reason, mend);
        }
    }

    /** The plan as a line of the preflight. */
    Finding finding();

    /** Whether it reads the tables themselves. */
    default boolean takesSnapshot() {
        return this instanceof Snapshot;
    }

    /** What a start is to do about what was written before. */
    enum Beginning {
        /** Go on with it. */
        CONTINUE,
        /** Replace it by a new snapshot, if it is ours. */
        REPLACE,
        /** Replace it by a new snapshot, whoever wrote it: somebody has said so. */
        TAKE_OVER
    }

    static StartPlan decide(String slotName, SourceFacts facts, WrittenBefore before, Beginning beginning) {
        Optional<ReplicationSlot> slot = facts.slot();
        if (slot.isPresent() && slot.get().active()) {
            Integer pid = slot.get().activePid();
            return new StandBy(pid == null ? 0 : pid);
        }
        Optional<Progress> known = before.of(slotName);
        Optional<Refuse> notOurs = notOurs(slotName, before, beginning);
        if (notOurs.isPresent()) {
            return notOurs.get();
        }
        if (beginning != Beginning.TAKE_OVER
                && known.isPresent()
                && !known.get().system().equals(facts.system())) {
            return otherDatabase(known.get(), facts.system());
        }
        if (beginning != Beginning.CONTINUE
                || known.isEmpty()
                || !known.get().snapshotComplete()
                || known.get().resyncs().wantsAll()) {
            return new Snapshot(before.lastEpoch() + 1, slot.isPresent());
        }
        Progress progress = known.get();
        return facts.replication()
                .history()
                .flatMap(server -> HistoryCheck.differs(progress, server))
                .map(StartPlan.class::cast)
                .orElseGet(() -> stream(slotName, progress, slot));
    }

    /** The refusal when the topics belong to another slot. To be looked for before that slot's instance is fenced. */
    static Optional<Refuse> notOurs(String slotName, WrittenBefore before, Beginning beginning) {
        return beginning == Beginning.TAKE_OVER
                ? Optional.empty()
                : before.ownerOtherThan(slotName)
                        .map(owner -> new Refuse(
                                "the topics of this prefix are written from slot '" + owner.slot() + "', not from '"
                                        + slotName
                                        + "': two streams in one topic would be taken for each other's replays",
                                "set licensewatch.postgres.slot to '" + owner.slot()
                                        + "', or licensewatch.topics.prefix to another; to take the topics over, stop the"
                                        + " other instance and start once with --resync"));
    }

    private static StartPlan stream(String slotName, Progress progress, Optional<ReplicationSlot> slot) {
        if (slot.isEmpty()) {
            return resync(
                    "replication slot '" + slotName + "' is gone, and with it the changes since it was last read");
        }
        if (slot.get().isLost()) {
            return resync("replication slot '" + slotName + "' is lost: Postgres removed WAL that was not read yet"
                    + " (max_slot_wal_keep_size)");
        }
        return ahead(progress, slot.get()).map(StartPlan.class::cast).orElseGet(() -> new Stream(progress));
    }

    /** The refusal when the slot has passed what was written: changes in between are in no topic, and do not come again. */
    static Optional<Refuse> ahead(Progress progress, ReplicationSlot slot) {
        String confirmable = progress.confirmable();
        return isAhead(slot, confirmable)
                ? Optional.of(resync("replication slot '" + slot.name() + "' stands at "
                        + Lsn.text(slot.confirmedFlush()) + ", ahead of what was written (" + confirmable
                        + "): someone else has read from it, or it was made anew"))
                : Optional.empty();
    }

    private static boolean isAhead(ReplicationSlot slot, @Nullable String confirmable) {
        return confirmable != null && Long.compareUnsigned(slot.confirmedFlush(), Lsn.parse(confirmable)) > 0;
    }

    private static StartPlan otherDatabase(Progress progress, String system) {
        return new Refuse(
                "the progress of slot '" + progress.slot() + "' belongs to another database (" + progress.system()
                        + ", this one is " + system + ")",
                "use another topic prefix for this database, or start with --resync to replace the old one's rows");
    }

    /** The refusal that a new snapshot gets out of. */
    static Refuse resync(String reason) {
        return new Refuse(reason, "start once with --resync: a new snapshot replaces what the topics hold");
    }
}
