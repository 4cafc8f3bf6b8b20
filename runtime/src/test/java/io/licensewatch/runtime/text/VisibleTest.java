package io.licensewatch.runtime.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import io.licensewatch.schemas.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VisibleTest {
    @ParameterizedTest
    @ValueSource(
            ints = {
                0, 0x07, 0x08, 0x0B, 0x1B, 0x7F, 0x80, 0x85, 0x9B, 0x9F, 0xAD, 0x061C, 0x200B, 0x200E, 0x200F, 0x2028,
                0x2029, 0x202A, 0x202E, 0x2060, 0x2066, 0x2069, 0xD800, 0xDFFF, 0xFEFF, 0xE0041
            })
    void control_bidi_and_invisible_characters_are_escaped(int c) {
        String text = "a" + Character.toString(c) + "b";
        StringBuilder escape = new StringBuilder();
        Character.toString(c).chars().forEach(unit -> escape.append(String.format("\\u%04x", unit)));

        assertThat(Visible.of(text)).isEqualTo("a" + escape + "b");
        assertThat(Visible.lines(text)).isEqualTo("a" + escape + "b");
    }

    @Test
    void line_ends_and_tabs_have_short_escapes() {
        assertThat(Visible.of("a\r\n\tb")).isEqualTo("a\\r\\n\\tb");
        assertThat(Visible.lines("a\r\n\tb")).isEqualTo("a\\r\n\\tb");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Blue Door Yoga",
                "Café Zürich",
                "北京",
                "שלום",
                "می‌خواهم",
                "👨‍👩‍👧",
                "back\\slash \"quoted\" \\n",
                "𝄞"
            })
    void ordinary_text_is_unchanged(String text) {
        assertThat(Visible.of(text)).isEqualTo(text);
    }

    @Test
    void escaped_json_is_the_same_json() throws Exception {
        StringBuilder all = new StringBuilder();
        for (char c = 0; c < 0xFFFF; c++) {
            if (!Character.isSurrogate(c)) {
                all.append(c);
            }
        }
        String json = TextNode.valueOf(all.toString()).toString();

        assertThat(Json.MAPPER.readTree(Visible.of(json)).asText()).isEqualTo(all.toString());
    }
}
