package io.licensewatch.worker.sql;

import io.licensewatch.embedded.oracle.SqlOracle;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The licensing state by plain SQL over the whole source, item by item: the same oracle as for stream-app.
 *
 * @param items {@code tenant item} to its value; ids are named, times left out, as a stage says how near they are
 */
record Judged(Map<String, String> items) {
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\S+");

    static Judged of(Source source, Instant at) throws SQLException {
        Map<String, String> items = new TreeMap<>();
        try (SqlOracle oracle = new SqlOracle(source.connect())) {
            oracle.fields(at)
                    .forEach((tenant, fields) ->
                            fields.forEach((field, value) -> items.put(named(tenant + " " + field), named(value))));
            oracle.failingViews(at).forEach(view -> items.put("view " + view, "failing"));
        }
        return new Judged(items);
    }

    /** Sorted: {@code item: old -> new}, with {@code nothing} for a missing item. */
    List<String> changesTo(Judged later) {
        TreeSet<String> all = new TreeSet<>(items.keySet());
        all.addAll(later.items.keySet());
        List<String> changes = new ArrayList<>();
        for (String item : all) {
            String before = items.getOrDefault(item, "nothing");
            String after = later.items.getOrDefault(item, "nothing");
            if (!before.equals(after)) {
                changes.add(item + ": " + before + " -> " + after);
            }
        }
        return changes;
    }

    private static String named(String text) {
        return TIME.matcher(ID.matcher(text).replaceAll(id -> Ids.name(id.group())))
                .replaceAll("…");
    }
}
