package io.licensewatch.streams.lineage;

/** The state of a task does not fit the offsets of its inputs: whatever it published would be wrong. */
public final class StateRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private static final String WAY_OUT =
            "; begin from nothing with: licensewatch streams reset (alerts that are open stay open)";

    StateRefusedException(String task, String store, String what) {
        super("task " + task + ", store " + store + ": " + what + WAY_OUT, null, false, false);
    }
}
