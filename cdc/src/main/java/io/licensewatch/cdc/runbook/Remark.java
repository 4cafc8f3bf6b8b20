package io.licensewatch.cdc.runbook;

import io.licensewatch.runtime.text.Visible;

/**
 * What is said of a place in a runbook.
 *
 * @param what kind of thing it is about
 * @param name of it, as the runbook has it; empty where it is about none
 * @param message without the place
 * @param suggestion what was meant, perhaps; empty when nothing is near
 */
public record Remark(Place place, Verdict verdict, Thing what, String name, String message, String suggestion) {
    public Remark {
        name = Visible.of(name);
        message = Visible.of(message);
        suggestion = Visible.of(suggestion);
    }

    /** How bad it is. */
    public enum Verdict {
        /** The source does not have it, or Postgres refuses the statement. */
        FAULT,
        /** Nobody knows whether it is right. */
        UNCHECKED,
        NOTE
    }

    /** What it is about. */
    public enum Thing {
        TABLE,
        COLUMN,
        FUNCTION,
        SCHEMA,
        TYPE,
        VALUE,
        STATEMENT
    }

    @Override
    public String toString() {
        String begin = switch (verdict) {
            case FAULT -> "";
            case UNCHECKED -> "not checked: ";
            case NOTE -> "note: ";
        };
        return begin + message + (suggestion.isEmpty() ? "" : " (did you mean " + suggestion + "?)");
    }
}
