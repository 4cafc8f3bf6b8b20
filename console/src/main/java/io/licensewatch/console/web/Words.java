package io.licensewatch.console.web;

import io.licensewatch.control.ReasonWords;
import io.licensewatch.schemas.alert.Measurement;
import io.licensewatch.schemas.alert.Severity;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Values as text on a page. */
public final class Words {
    private static final DateTimeFormatter SECOND =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Words() {}

    /** Without the zone; the page shows UTC next to it. */
    public static String utc(Instant at) {
        return SECOND.format(at);
    }

    /** As an attribute for scripts. */
    public static String iso(Instant at) {
        return at.truncatedTo(ChronoUnit.MILLIS).toString();
    }

    /** The two largest units, such as {@code 3 h 5 min}. */
    public static String span(Duration span) {
        long seconds = Math.max(0, span.toSeconds());
        if (seconds < 60) {
            return seconds + " s";
        }
        if (seconds < 3_600) {
            return seconds / 60 + " min";
        }
        if (seconds < 86_400) {
            return two(seconds / 3_600, "h", seconds % 3_600 / 60, "min");
        }
        return two(seconds / 86_400, "d", seconds % 86_400 / 3_600, "h");
    }

    private static String two(long large, String unit, long small, String smaller) {
        return large + " " + unit + (small == 0 ? "" : " " + small + " " + smaller);
    }

    public static String ago(Instant at, Instant now) {
        return at.isAfter(now) ? "in " + span(Duration.between(now, at)) : span(Duration.between(at, now)) + " ago";
    }

    public static String severity(Severity severity) {
        return switch (severity) {
            case INFO -> "Info";
            case WARNING -> "Warning";
            case CRITICAL -> "Critical";
        };
    }

    /** A name in capitals as words, such as {@code Awaiting approval}. */
    public static String plain(String name) {
        if (name.isEmpty()) {
            return name;
        }
        String words = name.replace('_', ' ').toLowerCase(Locale.ROOT);
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    /** A reason as the beginning of a sentence: the description of a code, or free text. */
    public static String reason(String reason) {
        String words = ReasonWords.of(reason);
        return words.isEmpty() ? words : words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    public static String tenant(@Nullable String name, String tenantId) {
        if (tenantId.equals("_system")) {
            return "The whole system";
        }
        return name == null || name.isBlank() ? tenantId : name;
    }

    public static String users(long users) {
        return count(users, "user", "users");
    }

    public static String count(long number, String one, String many) {
        return String.format(Locale.ROOT, "%,d", number) + " " + (number == 1 ? one : many);
    }

    public static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** Without trailing zeros. */
    public static String points(double points) {
        return points == Math.rint(points)
                ? String.valueOf((long) points)
                : String.format(Locale.ROOT, "%.2f", points).replaceAll("0$", "");
    }

    public static String measured(Measurement measured) {
        return number(measured.value()) + " " + measured.unit() + ", against " + number(measured.threshold());
    }

    /** The style of a state's mark: {@code good}, {@code bad}, {@code waits} or {@code plain}. */
    public static String tone(String state) {
        return switch (state) {
            case "EFFECTIVE", "APPLIED", "NO_CHANGE", "RESOLVED" -> "good";
            case "FAILED", "INEFFECTIVE", "EXPIRED", "UNANSWERED", "UNSUPPORTED" -> "bad";
            case "AWAITING_APPROVAL", "HELD" -> "waits";
            default -> "plain";
        };
    }

    public static String mark(String tone) {
        return switch (tone) {
            case "good" -> "✓";
            case "bad" -> "✕";
            case "waits" -> "‖";
            default -> "•";
        };
    }
}
