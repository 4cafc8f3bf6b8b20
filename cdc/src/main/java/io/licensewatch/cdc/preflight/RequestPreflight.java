package io.licensewatch.cdc.preflight;

import io.licensewatch.cdc.source.RequestTable;
import java.util.List;
import java.util.Optional;

/** Checks whether resync requests can be accepted from {@link RequestTable}. */
public final class RequestPreflight {
    private static final String CHECK = "resync requests";

    private RequestPreflight() {}

    /** @param role the role that writes to the table */
    public static CheckResult judge(Optional<RequestTable> table, String role, String publication) {
        if (table.isEmpty()) {
            return CheckResult.note(
                    CHECK,
                    "there is no table " + RequestTable.NAME + ": resync is not available until it exists",
                    "prepare-source --apply creates it");
        }
        RequestTable found = table.get();
        List<String> strangers = found.strangers(role);
        if (found.isStrangers(role)) {
            return strange(
                    found,
                    "table " + RequestTable.NAME + " belongs to " + found.owner() + ", who could request resyncs",
                    "find out who created it; then DROP TABLE " + RequestTable.NAME + ";  and prepare-source --apply");
        }
        if (!strangers.isEmpty()) {
            return strange(
                    found,
                    "table " + RequestTable.NAME + " can be written by " + String.join(", ", strangers),
                    RequestTable.revokeFrom(strangers));
        }
        if (!found.published()) {
            return CheckResult.note(
                    CHECK,
                    "publication " + publication + " lacks " + RequestTable.NAME,
                    RequestTable.publish(publication));
        }
        return found.usable()
                ? CheckResult.ok(CHECK, "only " + role + " may request resyncs")
                : CheckResult.note(CHECK, role + " may not request resyncs", RequestTable.grantTo(role));
    }

    /** A table that is not published does no harm. */
    private static CheckResult strange(RequestTable found, String detail, String remedy) {
        return found.published() ? CheckResult.fail(CHECK, detail, remedy) : CheckResult.note(CHECK, detail, remedy);
    }
}
