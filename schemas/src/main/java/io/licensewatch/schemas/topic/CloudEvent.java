package io.licensewatch.schemas.topic;

import io.licensewatch.schemas.action.OperatorAction;
import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.command.RemediationCommand;
import io.licensewatch.schemas.result.Pauses;
import io.licensewatch.schemas.result.RemediationResult;
import io.licensewatch.schemas.result.Verdict;
import io.licensewatch.schemas.status.SystemHealth;
import io.licensewatch.schemas.status.TenantStatus;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * A record of a public topic as a CloudEvent 1.0, in the binary mode of the Kafka binding: attributes are headers, the data is
 * the record's value. All attributes follow from the record, so a record that is written again has the same ones. A record
 * without a value is not an event.
 *
 * @param id the record's own id
 * @param subject the alert, command or tenant that it is about
 * @param time source time
 */
public record CloudEvent(Type type, String id, String subject, Instant time) {
    public static final String SPEC_VERSION = "ce_specversion";
    public static final String ID = "ce_id";
    public static final String TYPE = "ce_type";
    public static final String SOURCE = "ce_source";
    public static final String SUBJECT = "ce_subject";
    public static final String TIME = "ce_time";
    /** The binding's header for the attribute {@code datacontenttype}. */
    public static final String CONTENT_TYPE = "content-type";

    private static final byte[] VERSION_1_0 = bytes("1.0");
    private static final byte[] JSON = bytes("application/json");
    // Encoded once, because these are written with every record.
    private static final Map<Type, byte[]> TYPES = encoded(Type::text);
    private static final Map<Type, byte[]> SOURCES = encoded(Type::source);

    /** The type of the event and the process that wrote it; the version is that of the topic's contract. */
    public enum Type {
        ALERT("alert", "stream-app"),
        COMMAND("command", "stream-app"),
        RESULT("remediation-result", "worker"),
        VERDICT("verdict", "stream-app"),
        PAUSES("pauses", "worker"),
        ACTION("operator-action", "operator"),
        TENANT_STATUS("tenant-status", "stream-app"),
        SYSTEM_HEALTH("system-health", "stream-app");

        private final String text;
        private final String source;

        Type(String schema, String process) {
            this.text = "io.licensewatch." + schema + ".v1";
            this.source = "/licensewatch/" + process;
        }

        /** As in {@link #TYPE}. */
        public String text() {
            return text;
        }

        /** As in {@link #SOURCE}. */
        public String source() {
            return source;
        }
    }

    public CloudEvent {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(subject, "subject");
        Objects.requireNonNull(time, "time");
    }

    public static CloudEvent of(AlertEvent alert) {
        return new CloudEvent(Type.ALERT, alert.eventId(), alert.alertId(), alert.occurredAt());
    }

    public static CloudEvent of(RemediationCommand command) {
        String id = command.commandId() + ":" + command.kind();
        return new CloudEvent(Type.COMMAND, id, command.commandId(), command.issuedAt());
    }

    public static CloudEvent of(RemediationResult result) {
        return new CloudEvent(Type.RESULT, result.resultId(), result.commandId(), result.at());
    }

    public static CloudEvent of(Verdict verdict) {
        return new CloudEvent(Type.VERDICT, verdict.verdictId(), verdict.commandId(), verdict.judgedAt());
    }

    public static CloudEvent of(Pauses pauses) {
        return new CloudEvent(Type.PAUSES, Pauses.KEY + "@" + pauses.at(), Pauses.KEY, pauses.at());
    }

    public static CloudEvent of(OperatorAction action) {
        String about = action.commandId() == null ? action.tenantId() : action.commandId();
        return new CloudEvent(Type.ACTION, action.actionId(), about, action.at());
    }

    public static CloudEvent of(TenantStatus status) {
        return state(Type.TENANT_STATUS, status.tenantId(), status.asOf());
    }

    public static CloudEvent of(SystemHealth health) {
        return state(Type.SYSTEM_HEALTH, SystemHealth.KEY, health.asOf());
    }

    private static CloudEvent state(Type type, String key, TenantStatus.AsOf asOf) {
        return new CloudEvent(type, key + "@" + asOf.lsn(), key, asOf.sourceTime());
    }

    /** @param headers takes names and values; about 210 bytes a record before compression */
    public void addTo(BiConsumer<String, byte[]> headers) {
        headers.accept(SPEC_VERSION, VERSION_1_0);
        headers.accept(ID, bytes(id));
        headers.accept(TYPE, Objects.requireNonNull(TYPES.get(type)));
        headers.accept(SOURCE, Objects.requireNonNull(SOURCES.get(type)));
        headers.accept(SUBJECT, bytes(subject));
        headers.accept(TIME, bytes(time.toString()));
        headers.accept(CONTENT_TYPE, JSON);
    }

    private static Map<Type, byte[]> encoded(Function<Type, String> text) {
        Map<Type, byte[]> encoded = new EnumMap<>(Type.class);
        for (Type type : Type.values()) {
            encoded.put(type, bytes(text.apply(type)));
        }
        return encoded;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
