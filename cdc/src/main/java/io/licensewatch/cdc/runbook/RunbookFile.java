package io.licensewatch.cdc.runbook;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A Markdown file and its lines. */
public final class RunbookFile {
    /** A runbook that people read is far smaller; what is larger is something else. */
    static final int MOST_BYTES = 4 * 1024 * 1024;

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final String name;
    private final String text;
    private final int[] starts;
    private final int[] ends;

    private RunbookFile(String name, String text) {
        this.name = name;
        this.text = text;
        List<int[]> lines = lines(text);
        this.starts = lines.stream().mapToInt(line -> line[0]).toArray();
        this.ends = lines.stream().mapToInt(line -> line[1]).toArray();
    }

    /**
     * @param name for messages
     * @throws UnreadableException when it is no text in UTF-8, or too large; the message says where
     */
    public static RunbookFile read(String name, InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(MOST_BYTES + 1);
        if (bytes.length > MOST_BYTES) {
            throw new UnreadableException("is larger than " + MOST_BYTES / 1024 / 1024 + " MiB: split it");
        }
        return of(name, decoded(bytes));
    }

    static RunbookFile of(String name, String text) {
        String begin = !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
        // As CommonMark does; Postgres' protocol ends a text at one.
        return new RunbookFile(name, begin.replace('\0', '\uFFFD'));
    }

    private static String decoded(byte[] bytes) throws UnreadableException {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CoderResult result = decoder.decode(in, out, true);
        out.flip();
        if (result.isError()) {
            long line = 1 + out.chars().filter(c -> c == '\n').count();
            throw new UnreadableException("is not UTF-8: see line " + line + "; convert it, such as with iconv");
        }
        return out.toString();
    }

    /** Ended as CommonMark ends them: by a line feed, a carriage return, or both. */
    private static List<int[]> lines(String text) {
        List<int[]> lines = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n' || c == '\r') {
                lines.add(new int[] {start, i});
                if (c == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n') {
                    i++;
                }
                start = i + 1;
            }
        }
        lines.add(new int[] {start, text.length()});
        return lines;
    }

    String name() {
        return name;
    }

    String text() {
        return text;
    }

    int lineCount() {
        return starts.length;
    }

    /** @param line from 0 */
    int start(int line) {
        return starts[line];
    }

    /**
     * Without what ends the line.
     *
     * @param line from 0
     */
    int end(int line) {
        return ends[line];
    }

    Place place(int offset) {
        int found = Arrays.binarySearch(starts, offset);
        int line = found >= 0 ? found : -found - 2;
        return new Place(line + 1, offset - starts[line] + 1);
    }

    /** It cannot be checked at all. */
    public static final class UnreadableException extends IOException {
        UnreadableException(String problem) {
            super(problem);
        }
    }
}
