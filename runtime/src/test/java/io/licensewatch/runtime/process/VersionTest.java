package io.licensewatch.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Properties;
import org.junit.jupiter.api.Test;

class VersionTest {
    private static Properties build(String commit) {
        Properties build = new Properties();
        build.setProperty("number", "1.2.3");
        build.setProperty("commit", commit);
        return build;
    }

    @Test
    void it_has_release_and_commit_and_uncommitted_changes() {
        assertThat(Version.of(build("0123456789ab"))).hasToString("1.2.3, commit 0123456789ab");
        assertThat(Version.of(build("0123456789ab-dirty"))).hasToString("1.2.3, commit 0123456789ab with changes");
    }

    @Test
    void a_build_without_git_does_not_know_its_commit() {
        assertThat(Version.of(new Properties())).hasToString("unknown, commit unknown");
    }

    @Test
    void this_build_knows_its_release() {
        assertThat(Version.current().number()).matches("[0-9]+[.].*");
        assertThat(new Version.Provider().getVersion()).containsExactly("licensewatch " + Version.current());
    }
}
