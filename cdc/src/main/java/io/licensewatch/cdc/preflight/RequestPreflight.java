package io.licensewatch.cdc.preflight;

import io.licensewatch.cdc.source.RequestTable;
import java.util.List;
import java.util.Optional;

/** Judges whether resync requests can be taken from {@link RequestTable}. */
public final class RequestPreflight {
    private static final String CHECK = "resync requests";

    private RequestPreflight() {}

    /** @param role who is to write to the table */
    public static Finding judge(Optional<RequestTable> table, String role, String publication) {
        if (table.isEmpty()) {
            return Finding.note(
                    CHECK,
                    "there is no table " + RequestTable.NAME + ": resync takes none until there is",
                    "prepare-source --apply makes it");
        }
        RequestTable found = table.get();
        List<String> strangers = found.strangers(role);
        if (found.isStrangers(role)) {
            return strange(
                    found,
                    "table " + RequestTable.NAME + " belongs to " + found.owner()
                            + ", who could ask for resyncs at will",
                    "find out who made it; then DROP TABLE " + RequestTable.NAME + ";  and prepare-source --apply");
        }
        if (!strangers.isEmpty()) {
            return strange(
                    found,
                    "table " + RequestTable.NAME + " can be written by " + String.join(", ", strangers),
                    RequestTable.revokeFrom(strangers));
        }
        if (!found.published()) {
            return Finding.note(
                    CHECK,
                    "publication " + publication + " lacks " + RequestTable.NAME,
                    RequestTable.publish(publication));
        }
        return found.usable()
                ? Finding.ok(CHECK, "only " + role + " may ask")
                : Finding.note(CHECK, role + " may not ask", RequestTable.grantTo(role));
    }

    /** What is not published reaches nobody. */
    private static Finding strange(RequestTable found, String detail, String remedy) {
        return found.published() ? Finding.fail(CHECK, detail, remedy) : Finding.note(CHECK, detail, remedy);
    }
}
