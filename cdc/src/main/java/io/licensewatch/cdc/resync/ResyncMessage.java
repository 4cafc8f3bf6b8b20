package io.licensewatch.cdc.resync;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.licensewatch.schemas.json.Json;
import io.licensewatch.schemas.source.Lsn;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What is written into the source's change stream about resyncs, to be met there by whoever reads the slot. Its place in the
 * stream says what is before it and what after.
 *
 * @param slot whose reader is meant; a database may have several
 * @param id of the request, for {@link Kind#REQUEST}; otherwise of the reading
 * @param tables that are asked for, {@code schema.table}; empty for all. Only in a request
 */
public record ResyncMessage(String slot, Kind kind, String id, List<String> tables) {
    /** Prefix of the logical message. */
    public static final String PREFIX = "licensewatch.resync";

    public ResyncMessage {
        Objects.requireNonNull(slot, "slot");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(id, "id");
        tables = tables == null ? List.of() : List.copyOf(tables);
    }

    /** In the order in which they come. */
    public enum Kind {
        /** Somebody wants tables to be read anew. */
        REQUEST,
        /** From here on, the stream brings what changes while they are read. */
        TRACK,
        /** From here on, rows that were read are written. */
        READ,
        /** All are written, and everything that the reading saw has been streamed. */
        END
    }

    public static ResyncMessage of(Kind kind, String slot, String id) {
        return new ResyncMessage(slot, kind, id, List.of());
    }

    /**
     * Writes it into the source's change stream, in a transaction of its own.
     *
     * @return where it stands
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
            throw new IllegalStateException("cannot write a message as JSON", e);
        }
    }

    /** Empty for what is none: whoever may log in can write a message. */
    public static Optional<ResyncMessage> parse(String json) {
        try {
            return Optional.ofNullable(Json.MAPPER.readValue(json, ResyncMessage.class));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
