package io.licensewatch.cdc.resync;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.licensewatch.schemas.json.Json;
import io.licensewatch.schemas.source.Lsn;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Optional;

/**
 * A mark that cdc writes into the WAL during an incremental snapshot, to read it back. Its position separates earlier from later
 * changes. Any role that can log in to the database can write such a message, but only cdc knows the id of the running snapshot.
 *
 * @param slot the slot whose reader is addressed; a database may have several
 * @param id of the incremental snapshot
 */
public record ResyncMessage(String slot, Kind kind, String id) {
    /** Prefix of the logical message. */
    public static final String PREFIX = "licensewatch.resync";

    /** The maximum length of a message of cdc, in bytes. */
    public static final int LONGEST = 256;

    public ResyncMessage {
        Objects.requireNonNull(slot, "slot");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(id, "id");
    }

    /** In their order. */
    public enum Kind {
        /** From here on, changed keys are collected. */
        TRACK,
        /** The position of the rows that are read. */
        READ,
        /** All rows are written, and everything that the snapshot contained was streamed. */
        END
    }

    public static ResyncMessage of(Kind kind, String slot, String id) {
        return new ResyncMessage(slot, kind, id);
    }

    /**
     * Writes it into the WAL, in a transaction of its own.
     *
     * @return its LSN
     */
    public long emit(Connection connection) throws SQLException {
        String sql = "SELECT pg_logical_emit_message(true, '" + PREFIX + "', ?)::text";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, encode());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return Lsn.parse(row.getString(1));
            }
        }
    }

    public String encode() {
        try {
            return Json.MAPPER.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot encode a message as JSON", e);
        }
    }

    /** Empty if it is not well-formed. */
    static Optional<ResyncMessage> parse(String json) {
        try {
            return Optional.ofNullable(Json.MAPPER.readValue(json, ResyncMessage.class));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
