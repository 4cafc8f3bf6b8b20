package io.licensewatch.cdc.runbook;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds code between backticks in a paragraph: a run of them opens, the next run of the same length closes. */
final class CodeSpans {
    private final Excerpt text;
    private final List<Run> runs = new ArrayList<>();

    private record Run(int begin, int end, boolean escaped) {
        int length() {
            return end - begin;
        }
    }

    private CodeSpans(Excerpt text) {
        this.text = text;
    }

    static List<Excerpt> of(Excerpt text) {
        CodeSpans spans = new CodeSpans(text);
        spans.findRuns();
        return spans.pair();
    }

    private void findRuns() {
        String t = text.text();
        int i = t.indexOf('`');
        while (i >= 0) {
            int end = i;
            while (end < t.length() && t.charAt(end) == '`') {
                end++;
            }
            runs.add(new Run(i, end, isEscaped(t, i)));
            i = t.indexOf('`', end);
        }
    }

    private static boolean isEscaped(String t, int index) {
        int backslashes = 0;
        while (index - backslashes > 0 && t.charAt(index - backslashes - 1) == '\\') {
            backslashes++;
        }
        return backslashes % 2 == 1;
    }

    private List<Excerpt> pair() {
        int[] next = new int[runs.size()];
        Map<Integer, Integer> later = new HashMap<>();
        for (int i = runs.size() - 1; i >= 0; i--) {
            next[i] = later.getOrDefault(runs.get(i).length(), -1);
            later.put(runs.get(i).length(), i);
        }
        List<Excerpt> spans = new ArrayList<>();
        int i = 0;
        while (i < runs.size()) {
            if (next[i] >= 0 && !runs.get(i).escaped()) {
                spans.add(text.slice(runs.get(i).end(), runs.get(next[i]).begin()));
                i = next[i];
            }
            i++;
        }
        return spans;
    }
}
