package io.licensewatch.console.read;

import io.licensewatch.console.read.Episode.CommandCount;
import io.licensewatch.console.read.Episode.Span;
import io.licensewatch.console.read.Episode.TenantEpisode;
import io.licensewatch.control.CommandView;
import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.alert.AlertStatus;
import io.licensewatch.schemas.alert.EventId;
import io.licensewatch.schemas.json.JsonCodec;
import io.licensewatch.schemas.json.MalformedRecordException;
import io.licensewatch.schemas.status.TenantStatus;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** Reads all records of one episode of an alert. */
public final class EpisodeRows {
    /** Nobody reads more than these; a text names its omissions. */
    public static final int MOST_TRANSITIONS = 2_000;

    public static final int MOST_COMMANDS = 500;
    public static final int MOST_TENANTS = 1_000;

    public static final String IMPACT = "multi-tenant-impact";

    private EpisodeRows() {}

    /** Empty if no transition of it is kept. */
    public static Optional<Episode> of(Handle handle, String alertId, int episode) {
        List<AlertEvent> transitions = transitions(handle, alertId, episode);
        if (transitions.isEmpty()) {
            return Optional.empty();
        }
        AlertEvent first = transitions.get(0);
        Within within = new Within(transitions);
        boolean impact = first.rule().equals(IMPACT);
        List<CommandView> commands = commands(handle, first, within);
        Episode.LeftOut leftOut = new Episode.LeftOut(
                kept(handle, alertId, episode) - transitions.size(), commands.size() > MOST_COMMANDS);
        return Optional.of(new Episode(
                transitions,
                commands.subList(0, Math.min(commands.size(), MOST_COMMANDS)),
                others(handle, alertId, episode),
                tenant(handle, first.tenantId()),
                impact ? tenants(handle, first.subject(), within) : List.of(),
                impact ? tenantCommands(handle, first.subject(), within) : List.of(),
                leftOut,
                asOf(handle)));
    }

    /** The first and the last ones: the beginning, and the end or the present state. */
    private static List<AlertEvent> transitions(Handle handle, String alertId, int episode) {
        List<AlertEvent> first = transitions(handle, alertId, episode, "ASC", 0);
        if (first.size() < MOST_TRANSITIONS / 2) {
            return first;
        }
        List<AlertEvent> last = transitions(
                handle, alertId, episode, "DESC", first.get(first.size() - 1).sequence());
        return Stream.concat(
                        first.stream(),
                        IntStream.iterate(last.size() - 1, i -> i >= 0, i -> i - 1)
                                .mapToObj(last::get))
                .toList();
    }

    private static List<AlertEvent> transitions(
            Handle handle, String alertId, int episode, String direction, long after) {
        return records(
                handle.createQuery("SELECT record FROM transition WHERE alert_id = :alert AND episode = :episode"
                                + " AND sequence > :after ORDER BY sequence " + direction + " LIMIT :most")
                        .bind("alert", alertId)
                        .bind("episode", episode)
                        .bind("after", after)
                        .bind("most", MOST_TRANSITIONS / 2),
                JsonCodec.ALERT);
    }

    private static long kept(Handle handle, String alertId, int episode) {
        return handle.createQuery("SELECT count(*) FROM transition WHERE alert_id = :alert AND episode = :episode")
                .bind("alert", alertId)
                .bind("episode", episode)
                .mapTo(Long.class)
                .one();
    }

    private static List<Span> others(Handle handle, String alertId, int episode) {
        return handle.createQuery("""
                SELECT episode, min(json_extract(record, '$.openedAt')) AS opened, max(CASE status WHEN 'RESOLVED' THEN occurred_ms END) AS ended
                FROM transition WHERE alert_id = :alert AND episode <> :episode GROUP BY episode ORDER BY episode""")
                .bind("alert", alertId)
                .bind("episode", episode)
                .map((row, context) ->
                        new Span(row.getInt("episode"), Instant.parse(row.getString("opened")), ended(row)))
                .list();
    }

    /** The commands of the episode's transitions, and commands that were requested meanwhile and that the alert verifies. */
    private static List<CommandView> commands(Handle handle, AlertEvent alert, Within within) {
        List<String> ids = handle.createQuery("""
                SELECT c.command_id FROM command c JOIN command_record r ON r.command_id = c.command_id
                WHERE c.alert_id = :alert AND substr(r.event_id, 1, length(:prefix)) = :prefix
                  AND r.kind = (SELECT max(o.kind) FROM command_record o WHERE o.command_id = c.command_id)
                UNION
                SELECT c.command_id FROM command c JOIN command_record r ON r.command_id = c.command_id AND r.kind = 'ISSUE'
                WHERE c.tenant_id = :tenant AND c.origin = 'OPERATOR' AND c.issued_ms BETWEEN :from AND :to
                  AND c.alert_id <> :alert
                  AND json_extract(r.record, '$.verifyBy.rule') = :rule
                  AND json_extract(r.record, '$.verifyBy.subject') = :subject
                ORDER BY 1 LIMIT :most""")
                .bind("alert", alert.alertId())
                .bind("prefix", EventId.prefix(alert.alertId(), alert.episode()))
                .bind("tenant", alert.tenantId())
                .bind("rule", alert.rule())
                .bind("subject", alert.subject())
                .bind("from", within.from())
                .bind("to", within.to())
                .bind("most", MOST_COMMANDS + 1)
                .mapTo(String.class)
                .list();
        return ids.stream()
                .flatMap(id -> command(handle, id).stream())
                .sorted((one, other) ->
                        one.command().issuedAt().compareTo(other.command().issuedAt()))
                .toList();
    }

    private static Optional<CommandView> command(Handle handle, String id) {
        return CommandView.of(
                byCommand(handle, "SELECT record FROM command_record WHERE command_id = :id", id, JsonCodec.COMMAND),
                byCommand(handle, "SELECT record FROM result WHERE command_id = :id ORDER BY n", id, JsonCodec.RESULT),
                byCommand(handle, "SELECT record FROM verdict WHERE command_id = :id", id, JsonCodec.VERDICT),
                byCommand(
                        handle,
                        "SELECT record FROM action WHERE command_id = :id ORDER BY at_ms",
                        id,
                        JsonCodec.ACTION));
    }

    private static <T> List<T> byCommand(Handle handle, String sql, String id, JsonCodec<T> codec) {
        return records(handle.createQuery(sql).bind("id", id), codec);
    }

    private static @Nullable TenantStatus tenant(Handle handle, String tenantId) {
        return records(
                        handle.createQuery("SELECT record FROM tenant WHERE tenant_id = :tenant")
                                .bind("tenant", tenantId),
                        JsonCodec.TENANT_STATUS)
                .stream()
                .findFirst()
                .orElse(null);
    }

    private static List<TenantEpisode> tenants(Handle handle, String rule, Within within) {
        return handle.createQuery("""
                SELECT c.alert_id, c.episode, c.tenant_id, min(c.occurred_ms) AS critical,
                  json_extract(c.record, '$.tenantName') AS name,
                  max(json_extract(c.record, '$.affectedUsers')) AS users,
                  (SELECT max(r.occurred_ms) FROM transition r
                   WHERE r.alert_id = c.alert_id AND r.episode = c.episode AND r.status = 'RESOLVED') AS ended
                FROM transition c
                WHERE c.occurred_ms BETWEEN :from AND :to AND c.rule = :rule AND c.severity = 2 AND c.status <> 'RESOLVED'
                GROUP BY c.alert_id, c.episode ORDER BY critical, c.alert_id LIMIT :most""")
                .bind("from", within.from())
                .bind("to", within.to())
                .bind("rule", rule)
                .bind("most", MOST_TENANTS + 1)
                .map((row, context) -> new TenantEpisode(
                        row.getString("alert_id"),
                        row.getInt("episode"),
                        row.getString("tenant_id"),
                        row.getString("name"),
                        Instant.ofEpochMilli(row.getLong("critical")),
                        row.getLong("users"),
                        ended(row)))
                .list();
    }

    private static List<CommandCount> tenantCommands(Handle handle, String rule, Within within) {
        return handle.createQuery("""
                SELECT type, coalesce(effect, state, 'SENT') AS situation, count(*) AS commands FROM command
                WHERE issued_ms BETWEEN :from AND :to AND alert_id IN (
                  SELECT alert_id FROM transition
                  WHERE occurred_ms BETWEEN :from AND :to AND rule = :rule AND severity = 2 AND status <> 'RESOLVED')
                GROUP BY type, situation ORDER BY type, situation""")
                .bind("from", within.from())
                .bind("to", within.to())
                .bind("rule", rule)
                .map((row, context) ->
                        new CommandCount(row.getString("type"), row.getString("situation"), row.getLong("commands")))
                .list();
    }

    private static TenantStatus.@Nullable AsOf asOf(Handle handle) {
        return handle.createQuery("SELECT lsn, source_ms FROM frontier")
                .map((row, context) ->
                        new TenantStatus.AsOf(row.getString("lsn"), Instant.ofEpochMilli(row.getLong("source_ms"))))
                .findOne()
                .orElse(null);
    }

    private static <T> List<T> records(Query query, JsonCodec<T> codec) {
        return query.mapTo(String.class)
                .map(json -> {
                    try {
                        return codec.decode(json.getBytes(StandardCharsets.UTF_8));
                    } catch (MalformedRecordException e) {
                        throw new IllegalStateException("a stored record cannot be decoded: rebuild the read model", e);
                    }
                })
                .list();
    }

    private static @Nullable Instant ended(ResultSet row) throws SQLException {
        long millis = row.getLong("ended");
        return row.wasNull() ? null : Instant.ofEpochMilli(millis);
    }

    /** The time of the episode; a multi-tenant-impact includes its window before it opened. */
    private record Within(long from, long to) {
        Within(List<AlertEvent> transitions) {
            this(
                    transitions
                            .get(0)
                            .openedAt()
                            .minus(window(transitions.get(0)))
                            .toEpochMilli(),
                    transitions.get(transitions.size() - 1).status() == AlertStatus.RESOLVED
                            ? transitions
                                    .get(transitions.size() - 1)
                                    .occurredAt()
                                    .toEpochMilli()
                            : Long.MAX_VALUE);
        }

        private static Duration window(AlertEvent alert) {
            return alert.details().get("windowSeconds") instanceof Number seconds
                    ? Duration.ofSeconds(Math.max(0, Math.min(seconds.longValue(), 86_400)))
                    : Duration.ZERO;
        }
    }
}
