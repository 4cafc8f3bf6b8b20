package io.licensewatch.cdc.preflight;

import io.licensewatch.cdc.source.Printable;
import io.licensewatch.runtime.text.Visible;
import java.util.List;

/**
 * The outcome of one preflight check.
 *
 * @param check what was looked at, in a few words
 * @param detail what was found
 * @param mend the exact statement or act that mends it; empty when nothing has to be
 * @param aboutReading whether it matters only to who reads the tables themselves, as a snapshot does and the stream does not
 */
public record Finding(String check, Verdict verdict, String detail, String mend, boolean aboutReading) {
    public static final String PROGRESS = "progress";
    static final String SLOTS = "max_replication_slots";
    static final String SENDERS = "max_wal_senders";
    private static final String LOCKS = "locks";
    private static final String LOGIN = " login";
    private static final String ENCRYPTION = " encryption";
    private static final String TYPE = "type ";
    private static final String PARTITION = "partition ";

    public Finding {
        detail = Printable.line(detail);
    }

    /** Whether cdc can run like this. */
    public enum Verdict {
        OK,
        /** It can, and somebody should know. */
        NOTE,
        FAIL
    }

    public static Finding ok(String check, String detail) {
        return new Finding(check, Verdict.OK, detail, "", false);
    }

    public static Finding note(String check, String detail) {
        return new Finding(check, Verdict.NOTE, detail, "", false);
    }

    /** With what to do about it, for who wants to. */
    public static Finding note(String check, String detail, String remedy) {
        return new Finding(check, Verdict.NOTE, detail, remedy, false);
    }

    public static Finding fail(String check, String detail, String mend) {
        return new Finding(check, Verdict.FAIL, detail, mend, false);
    }

    /** Whoever we knock at does not take our login. */
    public static Finding loginRefused(String whose, String detail, String mend) {
        return fail(whose + LOGIN, detail, mend);
    }

    /** Others can read a connection on its way. */
    public static Finding unencrypted(String whose, String detail, String remedy) {
        return note(whose + ENCRYPTION, detail, remedy);
    }

    public boolean isAboutEncryption() {
        return check.endsWith(ENCRYPTION);
    }

    public boolean isAboutLogin() {
        return isFailure() && check.endsWith(LOGIN);
    }

    /** Of a partition that logs too little: whoever has made it may be about to see to that. */
    static Finding partition(String name, String detail, String remedy) {
        return fail(PARTITION + name, detail, remedy);
    }

    boolean isAboutPartition(String name) {
        return check.equals(PARTITION + name);
    }

    /** Whether it is about what prepare-source sees to. */
    boolean isPreparable() {
        return isFailure()
                && (check.equals("role")
                        || check.equals("postgres" + LOGIN)
                        || check.startsWith(PARTITION)
                        || check.startsWith("table ")
                        || check.startsWith("publication ")
                        || check.startsWith("messages "));
    }

    /** Others have taken all there is and may let go of it; or have made a type or a partition that a migration is about to complete. */
    boolean mayPass() {
        return isFailure()
                && (check.equals(SLOTS)
                        || check.equals(SENDERS)
                        || check.equals(LOCKS)
                        || check.startsWith(TYPE)
                        || check.startsWith(PARTITION));
    }

    /** Of a type in the database, whoever uses it. */
    static Finding type(String name, String detail, String mend) {
        return fail(TYPE + name, detail, mend);
    }

    /** Even to look at a table's columns needs a lock that goes with all but an exclusive one. */
    static Finding locked(String words) {
        return fail(
                LOCKS,
                "somebody holds a watched table locked: " + words,
                "wait until it is done, such as a migration; to find it: SELECT pid, query FROM pg_stat_activity WHERE"
                        + " pid IN (SELECT pid FROM pg_locks WHERE mode = 'AccessExclusiveLock' AND granted);");
    }

    static Finding failsToRead(String check, String detail, String mend) {
        return new Finding(check, Verdict.FAIL, detail, mend, true);
    }

    /** What is left of them for a start that takes no snapshot: what only a snapshot would stumble over is a note. */
    public static List<Finding> withoutSnapshot(List<Finding> findings) {
        return findings.stream()
                .map(finding -> finding.isFailure() && finding.aboutReading
                        ? new Finding(
                                finding.check,
                                Verdict.NOTE,
                                finding.detail + "; the stream needs it not, but the next snapshot will",
                                finding.mend,
                                true)
                        : finding)
                .toList();
    }

    /** What it found is no reason not to run. */
    Finding asNote() {
        return isFailure() ? new Finding(check, Verdict.NOTE, detail, mend, aboutReading) : this;
    }

    public boolean isFailure() {
        return verdict == Verdict.FAIL;
    }

    /** One line. */
    @Override
    public String toString() {
        return Visible.of(
                String.format("%-4s  %s: %s", verdict, check, detail) + (mend.isEmpty() ? "" : "  ->  " + mend));
    }
}
