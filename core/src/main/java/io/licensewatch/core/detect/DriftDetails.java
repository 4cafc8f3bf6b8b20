package io.licensewatch.core.detect;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The drift items of roles that somebody holds, by role and resource. */
public record DriftDetails(List<DriftItem> items, int latentItems) implements Details {
    private static final int MAX_LISTED = 100;

    public DriftDetails {
        items = List.copyOf(items);
    }

    @Override
    public Map<String, @Nullable Object> asJson() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put(
                "items",
                items.stream().limit(MAX_LISTED).map(DriftDetails::asJson).toList());
        json.put("itemsLeftOut", Math.max(0, items.size() - MAX_LISTED));
        json.put("effectiveItems", items.size());
        json.put("latentItems", latentItems);
        return json;
    }

    private static Map<String, @Nullable Object> asJson(DriftItem item) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("roleId", item.roleId());
        json.put("resource", item.resource());
        json.put("mode", item.mode().name());
        json.put("missingFeatures", item.missingFeatures());
        json.put("affectedUsers", item.affectedUsers());
        json.put("grantable", item.grantable());
        return json;
    }
}
