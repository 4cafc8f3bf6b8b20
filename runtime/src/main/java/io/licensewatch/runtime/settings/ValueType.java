package io.licensewatch.runtime.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Parses the text of a setting into a value.
 *
 * @param expected completes "expected ..." in an error message, such as {@code a whole number from 1 to 10}
 * @param parser throws a RuntimeException for invalid text; its message is not shown
 */
public record ValueType<T>(String expected, Function<String, T> parser) {
    public static final ValueType<String> STRING = new ValueType<>("some text", ValueType::notEmpty);
    public static final ValueType<Integer> INT = new ValueType<>("a whole number", Integer::valueOf);
    public static final ValueType<Boolean> BOOLEAN = new ValueType<>("true or false", ValueType::trueOrFalse);
    public static final ValueType<Duration> DURATION =
            new ValueType<>("a duration such as 250ms, 1s, 5m, 2h, 7d or PT1H", DurationText::parse);
    public static final ValueType<Duration> POSITIVE_DURATION = new ValueType<>(
            "a duration above zero, such as 250ms, 1s, 5m, 2h, 7d or PT1H", DurationText::parsePositive);
    public static final ValueType<ZoneId> ZONE =
            new ValueType<>("a time zone such as UTC or Europe/Berlin", ZoneId::of);
    public static final ValueType<Path> PATH = new ValueType<>("a path", text -> Path.of(notEmpty(text)));

    /** @param type a type of durations */
    public static ValueType<Duration> atMost(Duration most, ValueType<Duration> type) {
        return new ValueType<>(type.expected + ", at most " + most.toDays() + "d", text -> {
            Duration value = type.parser.apply(text);
            if (value.compareTo(most) > 0) {
                throw new IllegalArgumentException("out of range");
            }
            return value;
        });
    }

    public static ValueType<Integer> intBetween(int least, int most) {
        return new ValueType<>("a whole number from " + least + " to " + most, text -> {
            int value = Integer.parseInt(text);
            if (value < least || value > most) {
                throw new IllegalArgumentException("out of range");
            }
            return value;
        });
    }

    public static ValueType<Integer> intAtLeast(int least) {
        return new ValueType<>(
                "a whole number from " + least,
                intBetween(least, Integer.MAX_VALUE).parser());
    }

    public static ValueType<Long> longAtLeast(long least) {
        return new ValueType<>("a whole number from " + least, text -> {
            long value = Long.parseLong(text);
            if (value < least) {
                throw new IllegalArgumentException("out of range");
            }
            return value;
        });
    }

    /** The constant's name, in any case and with {@code -} or {@code _}. */
    public static <E extends Enum<E>> ValueType<E> enumOf(Class<E> type) {
        List<String> names =
                Arrays.stream(type.getEnumConstants()).map(Enum::name).toList();
        return new ValueType<>(
                oneOf(names),
                text -> Enum.valueOf(type, text.toUpperCase(Locale.ROOT).replace('-', '_')));
    }

    /** One of these texts, in any case. */
    public static ValueType<String> choice(String... choices) {
        List<String> all = List.of(choices);
        return new ValueType<>(
                oneOf(all),
                text -> all.stream().filter(text::equalsIgnoreCase).findFirst().orElseThrow());
    }

    public static ValueType<String> matching(String regex, String expected) {
        Pattern pattern = Pattern.compile(regex);
        return new ValueType<>(expected, text -> {
            if (!pattern.matcher(text).matches()) {
                throw new IllegalArgumentException("does not match");
            }
            return text;
        });
    }

    /** Comma-separated; blanks around an element are ignored; empty text is the empty list. */
    public static <T> ValueType<List<T>> listOf(ValueType<T> element) {
        return new ValueType<>(
                "a comma-separated list, each " + element.expected(),
                text -> text.isEmpty()
                        ? List.of()
                        : Arrays.stream(text.split(",", -1))
                                .map(String::strip)
                                .map(element.parser())
                                .toList());
    }

    ValueType<Optional<T>> optional() {
        return new ValueType<>(expected, parser.andThen(Optional::of));
    }

    private static String oneOf(List<String> choices) {
        return "one of " + String.join(", ", choices);
    }

    private static String notEmpty(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("empty");
        }
        return text;
    }

    private static Boolean trueOrFalse(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> Boolean.TRUE;
            case "false" -> Boolean.FALSE;
            default -> throw new IllegalArgumentException("neither");
        };
    }
}
