package io.licensewatch.console.web;

import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.licensewatch.console.read.Paging;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The query parameters of a page. Unknown values are rejected: a filter that is ignored would show too much. */
final class Query {
    private static final int ROWS = 50;
    private static final int LONGEST = 200;

    private Query() {}

    /** Null if it is missing or empty, such as an empty form field. */
    static @Nullable String text(Context request, String name) {
        String given = request.queryParam(name);
        if (given == null || given.isBlank()) {
            return null;
        }
        if (given.length() > LONGEST || given.chars().anyMatch(Character::isISOControl)) {
            throw new BadRequestResponse(
                    "'" + name + "' is longer than " + LONGEST + " characters, or has control characters");
        }
        return given.strip();
    }

    static <E extends Enum<E>> @Nullable E one(Context request, String name, Class<E> type) {
        String given = text(request, name);
        if (given == null) {
            return null;
        }
        return Arrays.stream(type.getEnumConstants())
                .filter(value -> value.name().equals(given.toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new BadRequestResponse("'" + name + "' is one of "
                        + Arrays.toString(type.getEnumConstants()) + ", not '" + given + "'"));
    }

    static Paging paging(Context request) {
        String after = request.queryParam("after");
        return new Paging(ROWS, after == null || after.isEmpty() ? null : after);
    }

    /** The address of the next page of the list; null on the last. */
    static @Nullable String next(Context request, @Nullable String cursor) {
        if (cursor == null) {
            return null;
        }
        StringBuilder address = new StringBuilder(request.path()).append('?');
        request.queryParamMap().forEach((name, values) -> {
            if (!name.equals("after") && !values.isEmpty() && !values.get(0).isEmpty()) {
                address.append(encoded(name))
                        .append('=')
                        .append(encoded(values.get(0)))
                        .append('&');
            }
        });
        return address.append("after=").append(encoded(cursor)).toString();
    }

    /** The given parameters, encoded for an address. */
    static String given(Context request, List<String> names) {
        return names.stream()
                .filter(name -> text(request, name) != null)
                .map(name -> encoded(name) + "=" + encoded(String.valueOf(text(request, name))))
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
