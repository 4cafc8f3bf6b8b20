package io.licensewatch.local;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The source with the password that belongs to it, wherever that was given: in the URL, in a file, or in the environment. Where it
 * is in none, cdc takes the one of {@code ~/.pgpass}.
 *
 * @param url complete; kept in this process
 * @param onCommandLine whether the password was part of the command line, where other users of the machine can see it
 */
record SourceLogin(String url, boolean onCommandLine) {
    private static final String VARIABLE = "LICENSEWATCH_POSTGRES_PASSWORD";

    /** @throws IllegalArgumentException when it cannot be put together; the message holds no secret */
    static SourceLogin of(String given, @Nullable Path passwordFile, Map<String, String> environment) {
        String login = login(given);
        if (login.contains(":")) {
            if (passwordFile != null) {
                throw new IllegalArgumentException("there is a password in the URL and one in --source-password-file");
            }
            return new SourceLogin(given, true);
        }
        int at = given.indexOf('@');
        return new SourceLogin(
                password(passwordFile, environment)
                        .map(password -> given.substring(0, at) + ":" + encoded(password) + given.substring(at))
                        .orElse(given),
                false);
    }

    private static String login(String url) {
        int begin = url.indexOf("://");
        int end = url.indexOf('@');
        return begin < 0 || end < begin ? "" : url.substring(begin + "://".length(), end);
    }

    private static Optional<String> password(@Nullable Path file, Map<String, String> environment) {
        String variable = environment.getOrDefault(VARIABLE, "").strip();
        String variableFile = environment.getOrDefault(VARIABLE + "_FILE", "").strip();
        if (file != null) {
            return Optional.of(read(file, "--source-password-file"));
        }
        if (!variable.isEmpty()) {
            return Optional.of(variable);
        }
        return variableFile.isEmpty() ? Optional.empty() : Optional.of(read(Path.of(variableFile), VARIABLE + "_FILE"));
    }

    private static String read(Path file, String name) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    name + " is a file that cannot be read (" + e.getClass().getSimpleName() + ")");
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Without the password. */
    @Override
    public String toString() {
        return new WatchedSource(url).toString();
    }
}
