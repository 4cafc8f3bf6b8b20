package io.licensewatch.runtime.settings;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The setting names of an app, in each source of settings. */
final class KnownSettings {
    /** Every accepted full name (a secret has two) by its form in the environment, where . and - both become _. */
    private final Map<String, String> nameByEnvironment = new LinkedHashMap<>();

    private final List<String> problems = new ArrayList<>();

    KnownSettings(List<Setting<?>> settings) {
        for (Setting<?> setting : settings) {
            add(setting.name());
            if (setting.secret()) {
                add(setting.fileName());
            }
        }
    }

    private void add(String name) {
        String other = nameByEnvironment.put(Setting.environmentName(name), name);
        if (other != null) {
            throw new IllegalArgumentException(name + " and " + other + " have the same name in the environment");
        }
    }

    /** The known names of {@code given}; unknown names become problems. */
    Map<String, String> byName(Map<String, String> given, String place) {
        Map<String, String> known = new LinkedHashMap<>();
        given.forEach((name, value) -> {
            if (nameByEnvironment.containsValue(name)) {
                known.put(name, value.strip());
            } else {
                unknown(name, place, nearest(name, List.copyOf(nameByEnvironment.values())));
            }
        });
        return known;
    }

    /**
     * The known variables of the environment, by full name. An empty variable counts as not given, because container tools create
     * it for a variable that is not set.
     */
    Map<String, String> byEnvironmentName(Map<String, String> environment) {
        Map<String, String> known = new LinkedHashMap<>();
        environment.forEach((variable, value) -> {
            if (!variable.startsWith("LICENSEWATCH_") || value.isBlank()) {
                return;
            }
            String name = nameByEnvironment.get(variable);
            if (name == null) {
                unknown(variable, "the environment", nearest(variable, List.copyOf(nameByEnvironment.keySet())));
            } else {
                known.put(name, value.strip());
            }
        });
        return known;
    }

    List<String> problems() {
        return List.copyOf(problems);
    }

    private static @Nullable String nearest(String name, List<String> known) {
        return NearestName.of(name, known).orElse(null);
    }

    private void unknown(String name, String place, @Nullable String nearest) {
        // If a file with secrets is read as a file with settings, the names are secrets.
        boolean looksLikeOne = name.startsWith("LICENSEWATCH_") || name.matches("[a-z][a-z0-9-]*([.][a-z0-9-]+)+");
        String shown = looksLikeOne ? name : "(not repeated here)";
        problems.add("unknown setting " + shown + " in " + place
                + (nearest == null ? "" : "; did you mean " + nearest + "?"));
    }
}
