package io.licensewatch.local.deployment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The files of this repository, some of them perhaps changed in memory.
 *
 * @param changed text by path
 */
record Repository(Path root, Map<String, String> changed) {
    Repository {
        changed = Map.copyOf(changed);
    }

    /** Tests run in the directory of their module. */
    static Repository here() {
        return new Repository(Path.of("..").toAbsolutePath().normalize(), Map.of());
    }

    Path path(String name) {
        return root.resolve(name).normalize();
    }

    boolean has(String name) {
        return Files.exists(path(name));
    }

    String text(String name) {
        String text = changed.get(name);
        if (text != null) {
            return text;
        }
        try {
            return Files.readString(path(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same with one file changed. */
    Repository with(String name, UnaryOperator<String> change) {
        String before = text(name);
        String after = change.apply(before);
        if (after.equals(before)) {
            throw new IllegalArgumentException("that changes nothing in " + name);
        }
        Map<String, String> all = new HashMap<>(changed);
        all.put(name, after);
        return new Repository(root, all);
    }
}
