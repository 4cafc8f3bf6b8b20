package io.licensewatch.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.core.store.SortedKeyValues;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.source.Lsn;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrontierLineTest {
    private final SortedKeyValues store = new SortedKeyValues();
    private FrontierLine line = new FrontierLine(store);

    @Test
    void the_first_is_known_until_it_goes_or_one_comes_before_it() {
        assertThat(line.first()).isEmpty();
        line.add(at(300));
        assertThat(line.first().orElseThrow().frontier()).isEqualTo(at(300));
        line.add(at(400));
        assertThat(line.first().orElseThrow()).isSameAs(line.first().orElseThrow());
        line.add(at(200));
        assertThat(line.first().orElseThrow().frontier()).isEqualTo(at(200));
        line.removeFirst();
        assertThat(line.first().orElseThrow().frontier()).isEqualTo(at(300));
        line = new FrontierLine(store);
        assertThat(line.first().orElseThrow().frontier())
                .as("by another process")
                .isEqualTo(at(300));
        line.removeFirst();
        line.removeFirst();
        assertThat(line.first()).isEmpty();
        line.removeFirst();
        line.add(at(500));
        assertThat(line.first().orElseThrow().frontier()).isEqualTo(at(500));
    }

    private static Frontier at(long lsn) {
        return new Frontier(Instant.EPOCH, Lsn.text(lsn), Lsn.text(lsn), 1, true, List.of());
    }
}
