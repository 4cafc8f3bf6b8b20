package io.licensewatch.cdc.resync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The limits of a request: whoever may write to the table may have taken away its checks. */
class ResyncRequestTest {
    @Test
    void it_names_up_to_64_tables_of_up_to_128_characters() {
        List<String> most = Collections.nCopies(64, "t".repeat(128));
        assertThat(ResyncRequest.parse("s", "a", most)).contains(new ResyncRequest("s", "a", most));
        assertThat(ResyncRequest.parse("s", "a", List.of())).contains(new ResyncRequest("s", "a", List.of()));

        assertThat(ResyncRequest.parse("s", "a", Collections.nCopies(65, "public.tenants")))
                .isEmpty();
        assertThat(ResyncRequest.parse("s", "a", List.of("public.tenants", "t".repeat(129))))
                .isEmpty();
        assertThat(ResyncRequest.parse("s", "a", List.of("public.tenants", ""))).isEmpty();
    }

    @Test
    void what_lacks_a_field_or_is_no_text_is_no_request() {
        assertThat(ResyncRequest.parse(null, "a", List.of())).isEmpty();
        assertThat(ResyncRequest.parse("s", null, List.of())).isEmpty();
        assertThat(ResyncRequest.parse("s", "a", null)).isEmpty();
        assertThat(ResyncRequest.parse("s", "a", Arrays.asList("public.tenants", null)))
                .isEmpty();
        assertThat(ResyncRequest.parse("s", "a", List.of(7))).isEmpty();
    }

    @Test
    void an_id_has_1_to_64_letters_digits_and_dashes_and_is_fit_for_a_log() {
        for (String id : List.of("a", "A-1_z", "x".repeat(64))) {
            assertThat(ResyncRequest.parse("s", id, List.of())).as(id).isPresent();
        }
        for (String id : List.of("", "x".repeat(65), "a\nb", "a\n", "a b", "\u00e4")) {
            assertThat(ResyncRequest.parse("s", id, List.of())).as(id).isEmpty();
        }
    }
}
