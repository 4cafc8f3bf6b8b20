package io.licensewatch.runtime.settings;

import java.util.List;

/** The configuration is invalid. The message names all problems, so that one run is enough to fix them all. */
public final class ConfigurationException extends RuntimeException {
    private final List<String> problems;

    public ConfigurationException(List<String> problems) {
        super(String.join(System.lineSeparator(), problems));
        this.problems = List.copyOf(problems);
    }

    public ConfigurationException(String problem) {
        this(List.of(problem));
    }

    /** One line per problem: what is wrong, where it was given, what is expected. */
    public List<String> problems() {
        return problems;
    }
}
