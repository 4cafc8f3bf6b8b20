package io.licensewatch.console.api;

import io.javalin.http.Context;
import io.licensewatch.console.read.Paging;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The query parameters of a call; a wrong value is a {@link Problem} with the allowed values. */
public record QueryParameters(Context request) {
    private static final int DEFAULT_LIMIT = 50;
    private static final int LONGEST = 200;
    private static final Instant EARLIEST = Instant.parse("0000-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    /** A misspelt filter must not be ignored. */
    static void requireKnown(Context request, Set<String> known) {
        for (String name : request.queryParamMap().keySet()) {
            if (!known.contains(name)) {
                throw Problem.badRequest(
                        known.isEmpty()
                                ? "this call takes no query parameter"
                                : "unknown query parameter; this call takes "
                                        + String.join(", ", new TreeSet<>(known)));
            }
        }
    }

    public @Nullable String text(String name) {
        List<String> values = request.queryParams(name);
        if (values.isEmpty()) {
            return null;
        }
        if (values.size() > 1) {
            throw Problem.badRequest(name + " is given more than once");
        }
        return checked(name, values.get(0));
    }

    String path(String name) {
        return checked(name, request.pathParam(name));
    }

    private static String checked(String name, String value) {
        if (value.isBlank() || value.length() > LONGEST || value.chars().anyMatch(Character::isISOControl)) {
            throw Problem.badRequest(name + " is a text of 1 to " + LONGEST + " characters without control characters");
        }
        return value;
    }

    <E extends Enum<E>> @Nullable E choice(String name, Class<E> type) {
        String value = text(name);
        if (value == null) {
            return null;
        }
        return Arrays.stream(type.getEnumConstants())
                .filter(one -> one.name().equals(value.toUpperCase(Locale.ROOT).replace('-', '_')))
                .findFirst()
                .orElseThrow(() -> Problem.badRequest(name + " is one of "
                        + Arrays.stream(type.getEnumConstants()).map(Enum::name).collect(Collectors.joining(", "))));
    }

    @Nullable
    Boolean truth(String name) {
        String value = text(name);
        if (value == null) {
            return null;
        }
        if (!value.equals("true") && !value.equals("false")) {
            throw Problem.badRequest(name + " is true or false");
        }
        return value.equals("true");
    }

    @Nullable
    Instant instant(String name) {
        String value = text(name);
        try {
            Instant instant = value == null ? null : Instant.parse(value);
            if (instant != null && (instant.isBefore(EARLIEST) || instant.isAfter(LATEST))) {
                throw new DateTimeException("out of range in milliseconds");
            }
            return instant;
        } catch (DateTimeException e) {
            throw Problem.badRequest(name + " is a point in time in UTC such as 2026-03-04T12:00:00Z");
        }
    }

    public int number(String name, @Nullable String value, int least, int most) {
        if (value == null || !value.matches("[0-9]{1,9}")) {
            throw Problem.badRequest(name + " is a number from " + least + " to " + most);
        }
        int number = Integer.parseInt(value);
        if (number < least || number > most) {
            throw Problem.badRequest(name + " is from " + least + " to " + most);
        }
        return number;
    }

    public int limit() {
        String value = text("limit");
        return value == null ? DEFAULT_LIMIT : number("limit", value, 1, Paging.MOST);
    }

    Paging paging() {
        String cursor = request.queryParams("cursor").isEmpty() ? null : request.queryParam("cursor");
        return new Paging(limit(), cursor);
    }
}
