package io.licensewatch.schemas.topic;

/** Names of the record headers on public topics, so that a consumer can filter without parsing the value. */
public final class RecordHeaders {
    public static final String TENANT = "tenant";
    public static final String RULE = "rule";
    public static final String SEVERITY = "severity";
    public static final String LEVEL = "level";
    /** Alerts: the status. Commands: the command type. Tenant status: {@code status}. System health: {@code health}. */
    public static final String TYPE = "type";
    /** Commands only: ISSUE or CANCEL. */
    public static final String KIND = "kind";

    /** Dead letters: why the record could not be understood. */
    public static final String REASON = "reason";
    /** Dead letters: where the record was read. */
    public static final String ORIGIN_TOPIC = "origin-topic";

    public static final String ORIGIN_PARTITION = "origin-partition";
    public static final String ORIGIN_OFFSET = "origin-offset";

    private RecordHeaders() {}
}
