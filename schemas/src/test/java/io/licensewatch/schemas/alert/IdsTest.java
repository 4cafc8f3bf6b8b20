package io.licensewatch.schemas.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.licensewatch.schemas.result.NumberedId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdsTest {
    @ParameterizedTest
    @ValueSource(strings = {"acme", "a|b", "|", "", "a|", "5f0c3a4e-0000-4000-8000-000000000001"})
    void the_key_of_an_alert_is_read_as_it_was_written(String tenant) {
        AlertKey key = new AlertKey(tenant, "rbac-drift", "drift");
        assertThat(AlertKey.parse(key.text())).isEqualTo(key);
        assertThat(AlertKey.isOfTenant(key.text(), tenant)).isTrue();
        assertThat(AlertKey.isOfTenant(key.text(), "other")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"reports", "a|b", "|", ""})
    void the_subject_of_a_system_alert_may_have_bars(String view) {
        AlertKey key = new AlertKey(AlertEvent.SYSTEM_TENANT, "view-stale", view);
        assertThat(AlertKey.parse(key.text())).isEqualTo(key);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "a|b", "_system|a", "_system|"})
    void another_text_is_not_the_key_of_an_alert(String text) {
        assertThatThrownBy(() -> AlertKey.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void the_id_of_a_transition_is_read_as_it_was_written() {
        EventId id = new EventId("a-1", 2, 30);
        assertThat(id.text()).isEqualTo("a-1:2:30").startsWith(EventId.prefix("a-1", 2));
        assertThat(EventId.parse(id.text())).contains(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "a:1", "a:1:", "a:1:x", "a:01:1", "a:0:1", "a:1:1:1", "a:1:1\n", "a:1:1234567890"})
    void another_text_is_not_the_id_of_a_transition(String text) {
        assertThat(EventId.parse(text)).isEmpty();
    }

    @Test
    void a_numbered_id_is_read_as_it_was_written() {
        NumberedId result = new NumberedId("c:1", 7);
        assertThat(result.text()).isEqualTo("c:1:7");
        assertThat(NumberedId.parse(result.text())).contains(result);
        assertThat(NumberedId.ofVerdict("c", 999_999_999).text()).isEqualTo("c:verdict:999999999");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "7", "c", "c:", "c:0", "c:07", "c:7 ", "c:x", "c:1234567890", "c:-1"})
    void another_text_is_not_a_numbered_id(String text) {
        assertThat(NumberedId.parse(text)).isEmpty();
    }
}
