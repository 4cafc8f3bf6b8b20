package io.licensewatch.console.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.core.detect.Rule;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RuleGuideTest {
    @Test
    void every_rule_is_described() {
        assertThat(Arrays.stream(RuleGuide.values())
                        .filter(guide -> guide != RuleGuide.OTHER)
                        .map(RuleGuide::rule))
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(Rule.values()).map(Rule::id).toList());
    }

    @Test
    void an_unknown_rule_has_its_id_as_title() {
        assertThat(RuleGuide.of("later")).isEqualTo(RuleGuide.OTHER);
        assertThat(RuleGuide.title("later")).isEqualTo("later");
    }
}
