package io.licensewatch.cdc.source;

import java.util.List;
import java.util.Optional;

/**
 * What the preflight judges: the source as it was found.
 *
 * @param serverVersion as {@code server_version_num}, such as 160010
 * @param replication whether we get a replication connection
 * @param recovering whether the server is a standby
 * @param slots how many replication slots exist, of {@code maxSlots}
 * @param walSenders how many wal senders run, of {@code maxWalSenders}
 * @param tables the watched tables that exist
 * @param missing the watched tables that do not, or that cannot be watched
 * @param messages who may write messages into the log
 * @param requests the table that resyncs are requested by; empty when there is none
 * @param encrypted whether our connection is
 */
public record SourceFacts(
        int serverVersion,
        ReplicationAccess replication,
        String database,
        String walLevel,
        boolean recovering,
        int slots,
        int maxSlots,
        int walSenders,
        int maxWalSenders,
        Role role,
        Optional<ReplicationSlot> slot,
        Optional<Publication> publication,
        List<CapturedTable> tables,
        List<MissingTable> missing,
        MessageRights messages,
        Optional<RequestTable> requests,
        boolean encrypted) {
    public SourceFacts {
        tables = List.copyOf(tables);
        missing = List.copyOf(missing);
    }

    /** Identifies the cluster and the database in it; progress is bound to it. */
    public String system() {
        return replication.systemId() + "/" + database;
    }

    /** The role that we are logged in as. */
    public record Role(String name, boolean superuser, boolean replication, boolean bypassRowSecurity) {
        public boolean mayReplicate() {
            return superuser || replication;
        }

        public boolean seesAllRows() {
            return superuser || bypassRowSecurity;
        }
    }
}
