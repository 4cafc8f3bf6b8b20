package io.licensewatch.streams.replay;

import io.licensewatch.runtime.text.Visible;
import io.licensewatch.schemas.alert.AlertStatus;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a replay has found, for people. */
final class ReplayText {
    private final PrintWriter out;
    private final ReplayResult result;
    private final Instant from;

    private ReplayText(PrintWriter out, ReplayResult result) {
        this.out = out;
        this.result = result;
        this.from = result.range().from();
    }

    static void print(PrintWriter out, ReplayResult result) {
        ReplayText text = new ReplayText(out, result);
        text.header();
        text.counts();
        text.differences();
        text.summary();
        out.flush();
    }

    private void line(String format, Object... values) {
        out.println(Visible.of(String.format(Locale.ROOT, format, values)));
    }

    private void header() {
        Range range = result.range();
        line("Replay of %s", result.place());
        line("  from    %s", range.from());
        line("  until   %s  (%s)", range.until(), words(Duration.between(range.from(), range.until())));
        line(
                "  read    %,d rows, %,d frontiers and %,d before them, %,d tenants, in %s",
                result.rows(), result.frontiers(), result.before(), result.tenants(), words(result.took()));
        out.println();
        line("Rules of %s that differ from the present ones", result.other());
        int width = result.changes().stream()
                .mapToInt(change -> change.rule().length())
                .max()
                .orElse(1);
        result.changes()
                .forEach(change -> line(
                        "  %-" + width + "s  %s -> %s%s",
                        change.rule(),
                        change.present(),
                        change.other(),
                        change.effect() ? "" : "  (a replay cannot show what it does)"));
        out.println();
        line("Left out");
        ReplayResult.LEFT_OUT.forEach(words -> line("  %s", words));
        if (!result.notes().isEmpty()) {
            out.println();
            line("Notes");
            result.notes().forEach(words -> line("  %s", words));
        }
        out.println();
    }

    private void counts() {
        Comparison all = result.comparison();
        line(
                "%-24s %15s %15s %15s %15s %15s",
                "present / other rules", "open before", "opened", "resolved", "open after", "pages");
        all.rules().forEach(rule -> count(rule, all.present(rule), all.other(rule)));
        count("total", Comparison.total(all.present()), Comparison.total(all.other()));
    }

    private void count(String name, RuleCount present, RuleCount other) {
        line(
                "%-24s %15s %15s %15s %15s %15s",
                name,
                both(present.openBefore(), other.openBefore()),
                both(present.opened(), other.opened()),
                both(present.resolved(), other.resolved()),
                both(present.openAfter(), other.openAfter()),
                both(present.pages(), other.pages()));
    }

    private static String both(long present, long other) {
        return String.format(Locale.ROOT, "%,d / %,d", present, other);
    }

    private void differences() {
        List<Difference> all = result.comparison().differences();
        section(
                "Only under the present rules",
                all.stream().filter(one -> one.other() == null).toList());
        section(
                "Only under " + result.other(),
                all.stream().filter(one -> one.present() == null).toList());
        section(
                "Under both, but not alike",
                all.stream()
                        .filter(one -> one.present() != null && one.other() != null)
                        .toList());
    }

    private void section(String title, List<Difference> some) {
        out.println();
        line("%s: %,d", title, some.size());
        for (Difference one : some) {
            Episode either = one.either();
            String name = either.tenantName();
            line(
                    "  %s  %s%s  %s",
                    either.rule(),
                    name == null ? "" : name + " ",
                    name == null ? either.tenantId() : "(" + either.tenantId() + ")",
                    either.subject());
            boolean pair = one.present() != null && one.other() != null;
            episode(pair ? "present  " : "", one.present());
            episode(pair ? "other    " : "", one.other());
        }
    }

    private void episode(String label, @Nullable Episode episode) {
        if (episode == null) {
            return;
        }
        for (Transition step : episode.since(from)) {
            boolean before = !step.at().isAfter(from);
            line(
                    "    %s%s  %s",
                    label,
                    before ? "open before " + from : step.at() + " " + step.status(),
                    step.status() == AlertStatus.RESOLVED
                            ? ""
                            : step.stage() + " " + step.severity() + " " + step.level()
                                    + (step.pages() ? " page" : ""));
        }
    }

    private void summary() {
        Comparison all = result.comparison();
        long onlyPresent =
                all.differences().stream().filter(one -> one.other() == null).count();
        long onlyOther =
                all.differences().stream().filter(one -> one.present() == null).count();
        RuleCount present = Comparison.total(all.present());
        RuleCount other = Comparison.total(all.other());
        out.println();
        line(
                "%,d alerts under the present rules, %,d under %s: %,d only under the present rules, %,d only under the others, %,d not"
                        + " alike, %,d the same. Pages: %,d and %,d.",
                present.openBefore() + present.opened(),
                other.openBefore() + other.opened(),
                result.other(),
                onlyPresent,
                onlyOther,
                all.differences().size() - onlyPresent - onlyOther,
                all.same(),
                present.pages(),
                other.pages());
    }

    private static String words(Duration time) {
        Duration whole =
                time.toSeconds() < 60 ? time.truncatedTo(ChronoUnit.MILLIS) : time.truncatedTo(ChronoUnit.SECONDS);
        long days = whole.toDays();
        String rest = whole.minusDays(days).toString().substring(2).toLowerCase(Locale.ROOT);
        return days == 0 ? rest : days + "d " + rest;
    }
}
