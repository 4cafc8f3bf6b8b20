package io.licensewatch.schemas.topic;

/** Names of the record headers on public topics, so that a consumer can filter without parsing the value. */
public final class RecordHeaders {
    public static final String TENANT = "tenant";
    public static final String RULE = "rule";
    public static final String SEVERITY = "severity";
    public static final String LEVEL = "level";
    /**
     * Alerts: the status. Commands, results, verdicts, requests, pauses of a type: the command type. Tenant status: {@code
     * status}. System health: {@code health}. Pauses: {@code pauses}.
     */
    public static final String TYPE = "type";
    /** Commands: ISSUE or CANCEL. Operator actions: APPROVE, REJECT, REQUEST, PAUSE or RESUME. */
    public static final String KIND = "kind";
    /** Results: the command's state. Verdicts: EFFECTIVE or INEFFECTIVE. */
    public static final String STATE = "state";

    /** Dead letters: why the record was rejected. */
    public static final String REASON = "reason";
    /** Dead letters: where the record was read. */
    public static final String ORIGIN_TOPIC = "origin-topic";

    public static final String ORIGIN_PARTITION = "origin-partition";
    public static final String ORIGIN_OFFSET = "origin-offset";
    /** Dead letters: the timestamp of the original record, ms since 1970; the dead letter's own is the time of the rejection. */
    public static final String ORIGIN_TIMESTAMP = "origin-timestamp";
    /** Dead letters that were cut: the size of the original key and value in bytes. */
    public static final String ORIGIN_BYTES = "origin-bytes";

    private RecordHeaders() {}
}
