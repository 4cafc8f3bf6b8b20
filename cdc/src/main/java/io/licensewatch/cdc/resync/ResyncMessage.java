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
 * A mark that cdc writes into the source's change stream while it reads tables again, to meet it there. Its place in the stream
 * says what is before it and what after. Whoever may log in to the database can write such a message; nobody else knows the id of
 * the reading under way.
 *
 * @param slot whose reader is meant; a database may have several
 * @param id of the reading
 */
public record ResyncMessage(String slot, Kind kind, String id) {
    /** Prefix of the logical message. */
    public static final String PREFIX = "licensewatch.resync";

    /** Of the message, in bytes: none of ours is longer. */
    public static final int LONGEST = 256;

    public ResyncMessage {
        Objects.requireNonNull(slot, "slot");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(id, "id");
    }

    /** In the order in which they come. */
    public enum Kind {
        /** From here on, the stream brings what changes while they are read. */
        TRACK,
        /** From here on, rows that were read are written. */
        READ,
        /** All are written, and everything that the reading saw has been streamed. */
        END
    }

    public static ResyncMessage of(Kind kind, String slot, String id) {
        return new ResyncMessage(slot, kind, id);
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

    /** Empty for what is none. */
    public static Optional<ResyncMessage> parse(String json) {
        try {
            return Optional.ofNullable(Json.MAPPER.readValue(json, ResyncMessage.class));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
