package io.licensewatch.cli.remedy;

import io.licensewatch.cli.Palette;
import io.licensewatch.control.CommandView;
import io.licensewatch.control.Situation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Commands, one per line. */
final class CommandTable {
    private static final List<String> HEAD =
            List.of("ID", "TYPE", "TENANT", "MODE", "STATE", "REASON", "AGE", "DEADLINE", "WAITS FOR");
    private static final String GAP = "  ";
    private static final int SHORTEST_ID = 8;

    private CommandTable() {}

    /** @param idLength length of a prefix that identifies a command */
    static List<String> lines(List<CommandView> views, int idLength, Instant now) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEAD);
        views.forEach(view -> rows.add(row(view, idLength, now)));
        int[] widths = IntStream.range(0, HEAD.size())
                .map(column -> rows.stream()
                        .mapToInt(row -> row.get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    /** The length of the shortest prefix that is unique among these ids. */
    static int idLength(List<CommandView> all) {
        List<String> ids = all.stream().map(CommandView::id).sorted().toList();
        int needed = SHORTEST_ID;
        for (int i = 1; i < ids.size(); i++) {
            needed = Math.max(needed, common(ids.get(i - 1), ids.get(i)) + 1);
        }
        return needed;
    }

    private static int common(String one, String other) {
        int length = 0;
        while (length < Math.min(one.length(), other.length()) && one.charAt(length) == other.charAt(length)) {
            length++;
        }
        return length;
    }

    private static List<String> row(CommandView view, int idLength, Instant now) {
        Situation situation = Situation.of(view, now);
        String id = view.id();
        return List.of(
                Palette.plain(id.substring(0, Math.min(idLength, id.length()))),
                view.command().type().name(),
                Palette.plain(view.command().tenantId()),
                view.command().mode().name(),
                situation.state(),
                Palette.plain(situation.reason()),
                Spans.of(Duration.between(view.command().issuedAt(), now)),
                Spans.until(view.command().deadline(), now),
                Palette.plain(situation.waitsFor() == null ? "" : situation.waitsFor()));
    }

    private static String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < row.size(); column++) {
            String text = row.get(column);
            line.append(text).append(" ".repeat(widths[column] - text.length())).append(GAP);
        }
        return line.toString().stripTrailing();
    }
}
