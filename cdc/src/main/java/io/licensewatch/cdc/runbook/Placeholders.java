package io.licensewatch.cdc.runbook;

import java.util.regex.Pattern;

/** What a document writes where a person is to put something in. */
final class Placeholders {
    private static final Pattern LIKELY =
            Pattern.compile("[A-Z][A-Z0-9]*(?:[_-][A-Z0-9]+)+|YOUR[A-Z0-9_-]*|.*[<>{}$].*|.*-here");

    private Placeholders() {}

    /** Whether this appears to be a placeholder. */
    static boolean isLikely(String text) {
        return LIKELY.matcher(text).matches();
    }
}
