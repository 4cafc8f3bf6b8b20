package io.licensewatch.schemas.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.licensewatch.schemas.action.OperatorAction;
import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.command.RemediationCommand;
import io.licensewatch.schemas.result.Pauses;
import io.licensewatch.schemas.result.RemediationResult;
import io.licensewatch.schemas.result.Verdict;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.source.SnapshotReport;
import io.licensewatch.schemas.status.SystemHealth;
import io.licensewatch.schemas.status.TenantStatus;
import java.io.IOException;

/** A record type and its JSON. */
public final class JsonCodec<T> {
    public static final JsonCodec<AlertEvent> ALERT = new JsonCodec<>(AlertEvent.class);
    public static final JsonCodec<RemediationCommand> COMMAND = new JsonCodec<>(RemediationCommand.class);
    public static final JsonCodec<RemediationResult> RESULT = new JsonCodec<>(RemediationResult.class);
    public static final JsonCodec<Verdict> VERDICT = new JsonCodec<>(Verdict.class);
    public static final JsonCodec<Pauses> PAUSES = new JsonCodec<>(Pauses.class);
    public static final JsonCodec<OperatorAction> ACTION = new JsonCodec<>(OperatorAction.class);
    public static final JsonCodec<TenantStatus> TENANT_STATUS = new JsonCodec<>(TenantStatus.class);
    /** The {@code asOf} of a tenant's status. */
    public static final JsonCodec<TenantStatus.AsOf> AS_OF = new JsonCodec<>(TenantStatus.AsOf.class);

    public static final JsonCodec<SystemHealth> SYSTEM_HEALTH = new JsonCodec<>(SystemHealth.class);
    public static final JsonCodec<Frontier> FRONTIER = new JsonCodec<>(Frontier.class);
    public static final JsonCodec<SnapshotReport> SNAPSHOT = new JsonCodec<>(SnapshotReport.class);

    private final Class<T> type;
    private final ObjectWriter writer;
    private final ObjectReader reader;

    private JsonCodec(Class<T> type) {
        this.type = type;
        this.writer = Json.MAPPER.writerFor(type);
        this.reader = Json.MAPPER.readerFor(type);
    }

    public byte[] encode(T value) {
        try {
            return writer.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write " + type.getSimpleName() + " as JSON", e);
        }
    }

    public T decode(byte[] json) throws MalformedRecordException {
        try {
            T value = reader.readValue(json);
            if (value == null) {
                throw new MalformedRecordException("not a " + type.getSimpleName() + ": null");
            }
            return value;
        } catch (IOException | RuntimeException e) {
            throw new MalformedRecordException("not a " + type.getSimpleName() + ": " + JsonFault.of(e));
        }
    }
}
