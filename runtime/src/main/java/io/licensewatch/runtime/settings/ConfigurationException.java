package io.licensewatch.runtime.settings;

import java.util.List;

/** The configuration cannot be used. It names every problem at once, so that one run is enough to mend them all. */
public final class ConfigurationException extends RuntimeException {
    private final List<String> problems;

    public ConfigurationException(List<String> problems) {
        super(String.join(System.lineSeparator(), problems));
        this.problems = List.copyOf(problems);
    }

    public ConfigurationException(String problem) {
        this(List.of(problem));
    }

    /** One line each: what is wrong, where it was said, what is expected. */
    public List<String> problems() {
        return problems;
    }
}
