package io.licensewatch.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.licensewatch.schemas.alert.AlertKey;
import io.licensewatch.schemas.topic.RecordHeaders;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Selects the records of a tenant: by header, by key, or, on source topics, by the row. */
record TenantFilter(String tenant) implements Predicate<TopicRecord> {
    private static final List<String> PLACES =
            List.of("/tenantId", "/after/tenant_id", "/before/tenant_id", "/after/id", "/before/id");

    @Override
    public boolean test(TopicRecord read) {
        String header = read.headers().get(RecordHeaders.TENANT);
        if (header != null) {
            return header.equals(tenant);
        }
        String key = read.key();
        return (key != null && (key.equals(tenant) || AlertKey.isOfTenant(key, tenant))) || inValue(read);
    }

    private boolean inValue(TopicRecord read) {
        String value = read.value();
        // Most records are not about this tenant, so the cheap test comes first.
        Optional<JsonNode> json =
                value == null || !value.contains(tenant) ? Optional.empty() : RecordJson.parsed(value);
        return json.isPresent()
                && PLACES.stream()
                        .anyMatch(place -> tenant.equals(json.get().at(place).asText()));
    }
}
