package io.licensewatch.worker.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookSignatureTest {
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String OTHER = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX";
    private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private static final long TIME = 1_614_265_330;
    private static final String BODY = "{\"test\": 2432232314}";
    private static final String PUBLISHED = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

    /** The test vector of the reference libraries of Standard Webhooks. */
    @Test
    void the_signature_matches_the_published_vector() {
        assertThat(new WebhookSignature(List.of(SECRET)).header(ID, TIME, BODY)).isEqualTo(PUBLISHED);
    }

    @Test
    void during_a_change_of_secrets_both_sign() {
        String header = new WebhookSignature(List.of(OTHER, SECRET)).header(ID, TIME, BODY);
        assertThat(header.split(" ")).hasSize(2).contains(PUBLISHED).allMatch(one -> one.startsWith("v1,"));
    }

    @Test
    void every_part_is_signed() {
        WebhookSignature signature = new WebhookSignature(List.of(SECRET));
        assertThat(List.of(
                        signature.header(ID + "x", TIME, BODY),
                        signature.header(ID, TIME + 1, BODY),
                        signature.header(ID, TIME, BODY + " ")))
                .doesNotContain(PUBLISHED)
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_", "whsec_c2hvcnQ=", "whsec_***not-base64***"})
    void an_invalid_secret_is_rejected_and_not_repeated(String secret) {
        assertThatThrownBy(() -> new WebhookSignature(List.of(secret)))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .doesNotContain("c2hvcnQ", "MfKQ", "not-base64");
    }
}
