package io.licensewatch.console.web;

import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import org.jspecify.annotations.Nullable;

/** The fields of a submitted form. */
final class Form {
    private static final int LONGEST = 500;

    private Form() {}

    /** Null if it is missing or empty. */
    static @Nullable String line(Context request, String field) {
        String given = request.formParam(field);
        if (given == null || given.isBlank()) {
            return null;
        }
        if (given.length() > LONGEST || given.chars().anyMatch(Character::isISOControl)) {
            throw new BadRequestResponse("'" + field + "' is one line of at most " + LONGEST + " characters");
        }
        return given.strip();
    }
}
