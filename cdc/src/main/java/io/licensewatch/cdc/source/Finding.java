package io.licensewatch.cdc.source;

/**
 * The outcome of one preflight check.
 *
 * @param check what was looked at, in a few words
 * @param detail what was found
 * @param mend the exact statement or act that mends it; empty when nothing has to be
 */
public record Finding(String check, Verdict verdict, String detail, String mend) {
    public static final String PROGRESS = "progress";

    /** Whether cdc can run like this. */
    public enum Verdict {
        OK,
        /** It can, and somebody should know. */
        NOTE,
        FAIL
    }

    public static Finding ok(String check, String detail) {
        return new Finding(check, Verdict.OK, detail, "");
    }

    public static Finding note(String check, String detail) {
        return new Finding(check, Verdict.NOTE, detail, "");
    }

    public static Finding fail(String check, String detail, String mend) {
        return new Finding(check, Verdict.FAIL, detail, mend);
    }

    /** Whether it is about what was written before, which a resync makes void. */
    public boolean isAboutProgress() {
        return check.equals(PROGRESS);
    }

    public boolean isFailure() {
        return verdict == Verdict.FAIL;
    }

    /** One line. */
    @Override
    public String toString() {
        return String.format("%-4s  %s: %s", verdict, check, detail) + (mend.isEmpty() ? "" : "  ->  " + mend);
    }
}
