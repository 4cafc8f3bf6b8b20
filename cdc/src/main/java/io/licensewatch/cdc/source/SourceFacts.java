package io.licensewatch.cdc.source;

import java.util.List;
import java.util.Optional;

/**
 * The source as it was found: the input of the preflight.
 *
 * @param serverVersion as {@code server_version_num}, such as 160010
 * @param replication whether a replication connection is accepted
 * @param recovering whether the server is a standby
 * @param slots how many replication slots exist, of {@code maxSlots}
 * @param walSenders how many wal senders run, of {@code maxWalSenders}
 * @param tables the watched tables that exist
 * @param missing the watched tables that do not exist, or cannot be watched
 * @param messages who may write messages into the WAL
 * @param requests the table of resync requests; empty when it does not exist
 * @param encrypted whether the connection is encrypted
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

    /** Identifies the cluster and the database in it; a checkpoint belongs to one of these. */
    public String system() {
        return replication.systemId() + "/" + database;
    }

    /** The current role. */
    public record Role(String name, boolean superuser, boolean replication, boolean bypassRowSecurity) {
        public boolean mayReplicate() {
            return superuser || replication;
        }

        public boolean seesAllRows() {
            return superuser || bypassRowSecurity;
        }
    }
}
