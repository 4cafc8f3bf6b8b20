package io.licensewatch.runtime.process;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/**
 * Which build this is.
 *
 * @param number of the release
 * @param commit what it was built from, shortened; {@code unknown} where the build had no git
 * @param changed whether the build had uncommitted changes
 */
public record Version(String number, String commit, boolean changed) {
    private static final String UNKNOWN = "unknown";
    /** As git describes it. */
    private static final String CHANGED = "-dirty";

    private static final Version CURRENT = read();

    public static Version current() {
        return CURRENT;
    }

    private static Version read() {
        Properties build = new Properties();
        try (InputStream in = Version.class.getResourceAsStream("build.properties")) {
            if (in != null) {
                build.load(in);
            }
        } catch (IOException e) {
            // The process runs without it.
        }
        return of(build);
    }

    static Version of(Properties build) {
        String commit = build.getProperty("commit", UNKNOWN);
        return new Version(build.getProperty("number", UNKNOWN), commit.replace(CHANGED, ""), commit.endsWith(CHANGED));
    }

    @Override
    public String toString() {
        return number + ", commit " + commit + (changed ? " with changes" : "");
    }

    /** The text that {@code --version} prints. */
    public static final class Provider implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"licensewatch " + current()};
        }
    }
}
