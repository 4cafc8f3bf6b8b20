package io.licensewatch.cdc.preflight;

import io.licensewatch.cdc.source.Printable;
import io.licensewatch.runtime.text.Visible;
import java.util.List;

/**
 * The outcome of one preflight check.
 *
 * @param check what was checked, in a few words
 * @param detail what was found
 * @param remedy the exact statement or action that fixes it; empty when nothing is wrong
 * @param aboutReading whether it concerns only reading the tables themselves, as a snapshot does and the stream does not
 */
public record CheckResult(String check, Verdict verdict, String detail, String remedy, boolean aboutReading) {
    public static final String CHECKPOINT = "checkpoint";
    static final String SLOTS = "max_replication_slots";
    static final String SENDERS = "max_wal_senders";
    private static final String LOCKS = "locks";
    private static final String LOGIN = " login";
    private static final String ENCRYPTION = " encryption";
    private static final String TYPE = "type ";
    private static final String PARTITION = "partition ";

    public CheckResult {
        detail = Printable.line(detail);
    }

    /** Whether cdc can run like this. */
    public enum Verdict {
        OK,
        /** It can, and an operator should know. */
        NOTE,
        FAIL
    }

    public static CheckResult ok(String check, String detail) {
        return new CheckResult(check, Verdict.OK, detail, "", false);
    }

    public static CheckResult note(String check, String detail) {
        return new CheckResult(check, Verdict.NOTE, detail, "", false);
    }

    /** With an optional remedy. */
    public static CheckResult note(String check, String detail, String remedy) {
        return new CheckResult(check, Verdict.NOTE, detail, remedy, false);
    }

    public static CheckResult fail(String check, String detail, String remedy) {
        return new CheckResult(check, Verdict.FAIL, detail, remedy, false);
    }

    /** A server refuses the login. */
    public static CheckResult loginRefused(String whose, String detail, String remedy) {
        return fail(whose + LOGIN, detail, remedy);
    }

    /** A connection is not encrypted. */
    public static CheckResult unencrypted(String whose, String detail, String remedy) {
        return note(whose + ENCRYPTION, detail, remedy);
    }

    public boolean isAboutEncryption() {
        return check.endsWith(ENCRYPTION);
    }

    public boolean isAboutLogin() {
        return isFailure() && check.endsWith(LOGIN);
    }

    /** A partition logs too little; a migration may be about to fix that. */
    static CheckResult partition(String name, String detail, String remedy) {
        return fail(PARTITION + name, detail, remedy);
    }

    boolean isAboutPartition(String name) {
        return check.equals(PARTITION + name);
    }

    /** Whether prepare-source fixes it. */
    boolean isPreparable() {
        return isFailure()
                && (check.equals("role")
                        || check.equals("postgres" + LOGIN)
                        || check.startsWith(PARTITION)
                        || check.startsWith("table ")
                        || check.startsWith("publication ")
                        || check.startsWith("messages "));
    }

    /** Whether it may pass: others may free what they use, or a migration may complete a type or a partition. */
    boolean mayPass() {
        return isFailure()
                && (check.equals(SLOTS)
                        || check.equals(SENDERS)
                        || check.equals(LOCKS)
                        || check.startsWith(TYPE)
                        || check.startsWith(PARTITION));
    }

    /** A type in the database, whether a watched table uses it or not. */
    static CheckResult type(String name, String detail, String remedy) {
        return fail(TYPE + name, detail, remedy);
    }

    /** Reading a table's columns needs an ACCESS SHARE lock, which conflicts with ACCESS EXCLUSIVE only. */
    static CheckResult locked(String words) {
        return fail(
                LOCKS,
                "another session holds a lock on a watched table: " + words,
                "wait until it is done, such as a migration; to find it: SELECT pid, query FROM pg_stat_activity WHERE"
                        + " pid IN (SELECT pid FROM pg_locks WHERE mode = 'AccessExclusiveLock' AND granted);");
    }

    static CheckResult failsToRead(String check, String detail, String remedy) {
        return new CheckResult(check, Verdict.FAIL, detail, remedy, true);
    }

    /** The results for a start without a snapshot: failures that concern only a snapshot become notes. */
    public static List<CheckResult> withoutSnapshot(List<CheckResult> results) {
        return results.stream()
                .map(result -> result.isFailure() && result.aboutReading
                        ? new CheckResult(
                                result.check,
                                Verdict.NOTE,
                                result.detail + "; the stream does not need it, but the next snapshot does",
                                result.remedy,
                                true)
                        : result)
                .toList();
    }

    /** The same as a note: it does not prevent a run. */
    CheckResult asNote() {
        return isFailure() ? new CheckResult(check, Verdict.NOTE, detail, remedy, aboutReading) : this;
    }

    public boolean isFailure() {
        return verdict == Verdict.FAIL;
    }

    /** One line. */
    @Override
    public String toString() {
        return Visible.of(
                String.format("%-4s  %s: %s", verdict, check, detail) + (remedy.isEmpty() ? "" : "  ->  " + remedy));
    }
}
