package io.licensewatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TenantFilterTest {
    private final TenantFilter filter = new TenantFilter("t1");

    @Test
    void the_tenant_header_decides_if_present() {
        assertThat(filter.test(read(Map.of("tenant", "t1"), "other", null))).isTrue();
        assertThat(filter.test(read(Map.of("tenant", "t2"), "t1", null))).isFalse();
    }

    @Test
    void without_the_header_the_key_decides() {
        assertThat(filter.test(read(Map.of(), "t1", null))).isTrue();
        assertThat(filter.test(read(Map.of(), "t1|rule|subject", null))).isTrue();
        assertThat(filter.test(read(Map.of(), "t11|rule|subject", null))).isFalse();
    }

    @Test
    void without_header_and_tenant_key_the_row_decides() {
        assertThat(filter.test(read(Map.of(), "k", "{\"after\":{\"tenant_id\":\"t1\"}}")))
                .isTrue();
        assertThat(filter.test(read(Map.of(), "k", "{\"before\":{\"id\":\"t1\"},\"after\":null}")))
                .isTrue();
        assertThat(filter.test(read(Map.of(), "k", "{\"after\":{\"name\":\"t1\"}}")))
                .isFalse();
        assertThat(filter.test(read(Map.of(), "k", "t1 {"))).isFalse();
    }

    private static TopicRecord read(Map<String, String> headers, String key, @Nullable String value) {
        return new TopicRecord("t", 0, 0, Instant.EPOCH, key, headers, value);
    }
}
