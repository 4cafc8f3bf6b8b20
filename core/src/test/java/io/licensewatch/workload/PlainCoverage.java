package io.licensewatch.workload;

import static io.licensewatch.workload.StatusFields.iso;
import static io.licensewatch.workload.StatusFields.words;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a tenant's grants cover at a time. */
final class PlainCoverage {
    private record Span(Instant start, Instant end) {}

    private record Ending(
            String feature, Instant end, @Nullable Instant next) {}

    private final Map<String, String> features = new TreeMap<>();
    private final Set<String> licensed = new HashSet<>();
    private final List<Ending> endings = new ArrayList<>();
    private final Instant bound;

    PlainCoverage(Tables rows, String tenant, @Nullable Row tenantRow, Instant at) {
        bound = bound(tenantRow);
        Map<String, List<Row>> byFeature = new TreeMap<>();
        for (Row grant : rows.where("tenant_feature_grants", "tenant_id", tenant)) {
            byFeature.merge(
                    grant.text("feature_id"),
                    List.of(grant),
                    (some, more) -> Stream.concat(some.stream(), more.stream()).toList());
        }
        byFeature.forEach((feature, grants) -> {
            boolean live = !rows.has("feature_catalog")
                    || rows.where("feature_catalog", "id", feature).stream().anyMatch(PlainLicensing::live);
            features.put(feature, live ? look(feature, grants, at) : words(false, "RETIRED", null, null, "NONE"));
        });
    }

    Map<String, String> features() {
        return features;
    }

    Set<String> licensed() {
        return licensed;
    }

    /** The next end of anything, when all that ends then begins again, and what that is. */
    Optional<String> gap() {
        return endings.stream().map(Ending::end).min(Comparator.naturalOrder()).map(first -> {
            List<Ending> gone =
                    endings.stream().filter(one -> one.end.equals(first)).toList();
            boolean resumes = gone.stream().allMatch(one -> one.next != null && one.next.isBefore(bound));
            Instant until = resumes
                    ? gone.stream()
                            .flatMap(one -> Stream.ofNullable(one.next))
                            .max(Comparator.naturalOrder())
                            .orElseThrow()
                    : null;
            return words(
                    iso(first), iso(until), gone.stream().map(Ending::feature).collect(Collectors.joining(",")));
        });
    }

    private static Instant bound(@Nullable Row tenant) {
        if (tenant == null || tenant.text("subscription_status").equalsIgnoreCase("active")) {
            return Instant.MAX;
        }
        return tenant.get("subscription_end_date") instanceof Instant end ? end : Instant.MAX;
    }

    /** Walks on from each span to the next as long as there is no gap. */
    private String look(String feature, List<Row> grants, Instant at) {
        List<Span> spans = grants.stream()
                .filter(grant -> grant.flag("is_active"))
                .map(PlainCoverage::span)
                .filter(span -> span.start.isBefore(span.end))
                .sorted(Comparator.comparing(Span::start))
                .toList();
        Instant until = null;
        Instant next = null;
        for (Span span : spans) {
            boolean joins = until != null && !span.start.isAfter(until);
            if (joins) {
                until = span.end.isAfter(until) ? span.end : until;
            } else if (!span.start.isAfter(at)) {
                until = span.end;
            } else if (next == null) {
                next = span.start;
            }
        }
        boolean present = until != null && until.isAfter(at);
        if (present) {
            licensed.add(feature);
        }
        String reason = present ? "ACTIVE" : until != null ? "LAPSED" : next != null ? "NOT_STARTED" : "INACTIVE";
        Instant end = until == null || until.isBefore(bound) ? until : bound;
        Instant reported = end == null || end.equals(Instant.MAX) ? null : end;
        if (present && reported != null && reported.isAfter(at)) {
            endings.add(new Ending(feature, reported, next));
        }
        return words(present, reason, iso(reported), iso(next), stage(present, reported, at));
    }

    private static String stage(boolean present, @Nullable Instant end, Instant at) {
        if (end == null) {
            return "NONE";
        }
        Duration left = Duration.between(at, end);
        if (!present || left.isNegative() || left.isZero()) {
            return "EXPIRED";
        }
        return left.compareTo(Duration.ofDays(1)) <= 0
                ? "FINAL"
                : left.compareTo(Duration.ofDays(7)) <= 0
                        ? "SOON"
                        : left.compareTo(Duration.ofDays(30)) <= 0 ? "NOTICE" : "NONE";
    }

    private static Span span(Row grant) {
        Object start = grant.columns().containsKey("starts_at") ? grant.get("starts_at") : grant.get("granted_at");
        return new Span(instant(start, 0, Instant.MIN), instant(grant.get("expires_at"), 1, Instant.MAX));
    }

    private static Instant instant(@Nullable Object value, int daysLater, Instant otherwise) {
        if (value instanceof LocalDate date) {
            return date.equals(LocalDate.MAX)
                    ? Instant.MAX
                    : date.plusDays(daysLater).atStartOfDay(ZoneOffset.UTC).toInstant();
        }
        return value instanceof Instant time ? time : otherwise;
    }
}
