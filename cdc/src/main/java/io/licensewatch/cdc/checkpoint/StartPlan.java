package io.licensewatch.cdc.checkpoint;

import io.licensewatch.cdc.preflight.CheckResult;
import io.licensewatch.cdc.source.ReplicationSlot;
import io.licensewatch.cdc.source.SourceFacts;
import io.licensewatch.schemas.source.Lsn;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a start has to do, given what was written before and the state of the slot now. */
public sealed interface StartPlan {

    /** Take a snapshot, on a new slot. */
    record Snapshot(int epoch, boolean dropsSlot) implements StartPlan {
        @Override
        public CheckResult checkResult() {
            return CheckResult.ok(CheckResult.CHECKPOINT, "a start takes a snapshot, epoch " + epoch);
        }
    }

    /** Continue at the slot's position. */
    record Stream(Checkpoint checkpoint) implements StartPlan {
        @Override
        public CheckResult checkResult() {
            return CheckResult.ok(CheckResult.CHECKPOINT, "a start continues in epoch " + checkpoint.epoch());
        }
    }

    /** Another instance reads from the slot. */
    record StandBy(int pid) implements StartPlan {
        @Override
        public CheckResult checkResult() {
            return CheckResult.note(
                    CheckResult.CHECKPOINT,
                    "the slot is in use (pid " + pid
                            + "): a start stands by until it is free. To free it: stop the other"
                            + " instance, or SELECT pg_terminate_backend(" + pid + ");");
        }
    }

    /**
     * Do not start.
     *
     * @param remedy what a person can do
     */
    record Refuse(String reason, String remedy) implements StartPlan {
        @Override
        public CheckResult checkResult() {
            return CheckResult.fail(CheckResult.CHECKPOINT, reason, remedy);
        }
    }

    /** The plan as a line of the preflight. */
    CheckResult checkResult();

    /** Whether it reads the tables themselves. */
    default boolean takesSnapshot() {
        return this instanceof Snapshot;
    }

    /** What a start does about what was written before. */
    enum Beginning {
        /** Continue with it. */
        CONTINUE,
        /** Replace it by a new snapshot, if it is ours. */
        REPLACE,
        /** Replace it by a new snapshot, whichever slot wrote it: the operator requested it. */
        TAKE_OVER
    }

    static StartPlan decide(String slotName, SourceFacts facts, WrittenBefore before, Beginning beginning) {
        Optional<ReplicationSlot> slot = facts.slot();
        if (slot.isPresent() && slot.get().active()) {
            Integer pid = slot.get().activePid();
            return new StandBy(pid == null ? 0 : pid);
        }
        Optional<Checkpoint> known = before.of(slotName);
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
        Checkpoint checkpoint = known.get();
        return facts.replication()
                .history()
                .flatMap(server -> HistoryCheck.differs(checkpoint, server))
                .map(StartPlan.class::cast)
                .orElseGet(() -> stream(slotName, checkpoint, slot));
    }

    /** The refusal when the topics belong to another slot. Check it before the other slot's instance is fenced. */
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

    private static StartPlan stream(String slotName, Checkpoint checkpoint, Optional<ReplicationSlot> slot) {
        if (slot.isEmpty()) {
            return resync("replication slot '" + slotName
                    + "' does not exist any more, and the changes since it was last read are lost");
        }
        if (slot.get().isLost()) {
            return resync("replication slot '" + slotName + "' is lost: Postgres removed WAL that was not read yet"
                    + " (max_slot_wal_keep_size)");
        }
        return ahead(checkpoint, slot.get()).map(StartPlan.class::cast).orElseGet(() -> new Stream(checkpoint));
    }

    /** The refusal when the slot is ahead of what was written: the changes in between are in no topic and are not sent again. */
    static Optional<Refuse> ahead(Checkpoint checkpoint, ReplicationSlot slot) {
        String confirmable = checkpoint.confirmable();
        return isAhead(slot, confirmable)
                ? Optional.of(resync("replication slot '" + slot.name() + "' is confirmed to "
                        + Lsn.text(slot.confirmedFlush()) + ", ahead of what was written (" + confirmable
                        + "): another client read from it, or it was recreated"))
                : Optional.empty();
    }

    private static boolean isAhead(ReplicationSlot slot, @Nullable String confirmable) {
        return confirmable != null && Long.compareUnsigned(slot.confirmedFlush(), Lsn.parse(confirmable)) > 0;
    }

    private static StartPlan otherDatabase(Checkpoint checkpoint, String system) {
        return new Refuse(
                "the checkpoint of slot '" + checkpoint.slot() + "' belongs to another database (" + checkpoint.system()
                        + ", this one is " + system + ")",
                "use another topic prefix for this database, or start with --resync to replace the rows of the old one");
    }

    /** A refusal that a new snapshot resolves. */
    static Refuse resync(String reason) {
        return new Refuse(reason, "start once with --resync: a new snapshot replaces what the topics hold");
    }
}
