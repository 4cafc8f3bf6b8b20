package io.licensewatch.core.alert;

import io.licensewatch.core.detect.Rule;
import io.licensewatch.schemas.alert.AlertEvent;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** What makes an alert the same alert: severity, values and level are not part of it. */
record AlertIdentity(String tenantId, Rule rule, String subject) {
    /** A function of the identity alone: the same after every restart, replay and move. */
    String alertId() {
        String key = AlertEvent.key(tenantId, rule.id(), subject);
        return UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8)).toString();
    }
}
