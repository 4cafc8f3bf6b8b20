package io.licensewatch.core.system;

import io.licensewatch.core.status.Score;
import io.licensewatch.core.status.TenantReport;
import io.licensewatch.core.store.KeyReader;
import io.licensewatch.core.store.KeyValues;
import io.licensewatch.core.store.KeyWriter;
import io.licensewatch.core.store.ValueReader;
import io.licensewatch.core.store.ValueWriter;
import io.licensewatch.schemas.alert.Severity;
import io.licensewatch.schemas.status.SystemHealth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The live tenants' scores: sums that move from a tenant's former report to its new one, and an index by score of those
 * that lack anything. The cost of a report does not grow with the number of tenants.
 */
final class TenantScores {
    private static final int REPORT = 0x01;
    private static final int BY_SCORE = 0x02;
    private static final int TOTALS = 0x03;
    private static final int VERSION = 1;

    private final KeyValues store;
    private final Map<String, RuleTotal> rules = new TreeMap<>();
    private long live;
    private long sum;

    TenantScores(KeyValues store) {
        this.store = store;
        byte[] stored = store.get(totals());
        if (stored != null) {
            ValueReader in = new ValueReader(stored, VERSION);
            live = in.number();
            sum = in.number();
            for (long left = in.number(); left > 0; left--) {
                rules.put(in.text(), new RuleTotal(in.number(), in.number()));
            }
        }
    }

    /**
     * Open alerts of one rule over all live tenants.
     *
     * @param cost hundredths of a point of the sum of scores
     */
    record RuleTotal(long open, long cost) {}

    /** A live tenant that lacks points. */
    record Tenant(String tenantId, List<TenantReport.Open> open) {
        int score() {
            return Score.of(open.stream().map(TenantReport.Open::severity).toList());
        }
    }

    /** Whether anything has changed by it. */
    boolean apply(TenantReport report) {
        byte[] key = report(report.tenantId());
        byte[] stored = store.get(key);
        List<TenantReport.Open> former = stored == null ? null : read(stored);
        List<TenantReport.Open> next = report.live() ? report.open() : null;
        if (Objects.equals(former, next)) {
            return false;
        }
        move(report.tenantId(), former, -1);
        move(report.tenantId(), next, 1);
        if (next == null) {
            store.delete(key);
        } else {
            store.put(key, write(next));
        }
        store.put(totals(), totalsBytes());
        return true;
    }

    private void move(String tenantId, @Nullable List<TenantReport.Open> open, int sign) {
        if (open == null) {
            return;
        }
        int score = new Tenant(tenantId, open).score();
        live += sign;
        sum += (long) sign * score;
        costs(open)
                .forEach((rule, cost) -> rules.merge(
                        rule,
                        new RuleTotal(sign * cost.open(), sign * cost.cost()),
                        (a, b) -> new RuleTotal(a.open() + b.open(), a.cost() + b.cost())));
        rules.values().removeIf(total -> total.open() == 0);
        byte[] index = new ByScore(score, tenantId).toBytes();
        if (sign < 0) {
            store.delete(index);
        } else if (score < Score.FULL) {
            store.put(index, new byte[0]);
        }
    }

    /** Where alerts cost more than there is, what there is is shared in proportion; the last takes what rounding left. */
    private static Map<String, RuleTotal> costs(List<TenantReport.Open> open) {
        Map<String, RuleTotal> costs = new TreeMap<>();
        long raw =
                open.stream().mapToLong(alert -> Score.cost(alert.severity())).sum();
        long left = Math.min(Score.FULL, raw) * 100L;
        long rawLeft = raw;
        for (TenantReport.Open alert : open) {
            long own = Score.cost(alert.severity());
            long share = left * own / rawLeft;
            left -= share;
            rawLeft -= own;
            costs.merge(
                    alert.rule(),
                    new RuleTotal(1, share),
                    (a, b) -> new RuleTotal(a.open() + b.open(), a.cost() + b.cost()));
        }
        return costs;
    }

    long live() {
        return live;
    }

    long sum() {
        return sum;
    }

    Map<String, RuleTotal> rules() {
        return Map.copyOf(rules);
    }

    /** The lowest scores first. */
    List<Tenant> worst(int limit) {
        List<String> ids = new ArrayList<>();
        store.scan(ByScore.ALL, KeyWriter.after(ByScore.ALL), (key, value) -> {
            ids.add(ByScore.read(key).tenantId());
            return ids.size() < limit;
        });
        List<Tenant> worst = new ArrayList<>();
        for (String id : ids) {
            byte[] stored = store.get(report(id));
            if (stored == null) {
                throw new IllegalStateException("the index of scores names a tenant that has none");
            }
            worst.add(new Tenant(id, read(stored)));
        }
        return worst;
    }

    static List<SystemHealth.TenantScore> listed(List<Tenant> worst) {
        return worst.stream()
                .map(tenant -> new SystemHealth.TenantScore(tenant.tenantId(), tenant.score()))
                .sorted(Comparator.comparing(SystemHealth.TenantScore::score)
                        .thenComparing(SystemHealth.TenantScore::tenantId))
                .toList();
    }

    private static byte[] report(String tenantId) {
        return new KeyWriter().tag(REPORT).text(tenantId).toBytes();
    }

    /** The key of the index by score. */
    private record ByScore(long score, String tenantId) {
        private static final byte[] ALL = new KeyWriter().tag(BY_SCORE).toBytes();

        byte[] toBytes() {
            return new KeyWriter().tag(BY_SCORE).number(score).text(tenantId).toBytes();
        }

        static ByScore read(byte[] key) {
            KeyReader in = new KeyReader(key);
            in.tag();
            return new ByScore(in.number(), in.text());
        }
    }

    private static byte[] totals() {
        return new KeyWriter().tag(TOTALS).toBytes();
    }

    private byte[] totalsBytes() {
        ValueWriter out = new ValueWriter(VERSION).number(live).number(sum).number(rules.size());
        rules.forEach((rule, total) -> out.text(rule).number(total.open()).number(total.cost()));
        return out.toBytes();
    }

    private static byte[] write(List<TenantReport.Open> open) {
        ValueWriter out = new ValueWriter(VERSION).number(open.size());
        open.forEach(alert -> out.text(alert.rule())
                .text(alert.subject())
                .text(alert.severity().name()));
        return out.toBytes();
    }

    private static List<TenantReport.Open> read(byte[] stored) {
        ValueReader in = new ValueReader(stored, VERSION);
        List<TenantReport.Open> open = new ArrayList<>();
        for (long left = in.number(); left > 0; left--) {
            open.add(new TenantReport.Open(in.text(), in.text(), Severity.valueOf(in.text())));
        }
        return List.copyOf(open);
    }
}
