package io.licensewatch.cdc.runbook;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * One line of a shell script, with the lines that its quotes and here-documents take: what it gives to psql, and what else it says
 * in one word or document.
 *
 * @param scripts for psql: of -c, here-documents and here-strings, and of an echo before a pipe
 * @param files that psql reads
 * @param others words and documents of other commands
 * @param end behind it
 */
record ShellLine(List<Excerpt> scripts, List<Excerpt> files, List<Excerpt> others, int end) {
    private static final Pattern PSQL = Pattern.compile("(?:.*/)?psql");
    private static final Pattern COMMAND_FLAG = Pattern.compile("-[A-Za-z]*c|--command");
    private static final Pattern FILE_FLAG = Pattern.compile("-[A-Za-z]*f|--file");

    static ShellLine read(Excerpt code, int from) {
        return new Reading(code, from).line();
    }

    /** A simple command: its words, what it reads, and whether what the one before it writes. */
    private record Simple(List<Excerpt> words, List<Excerpt> input, boolean piped) {
        static Simple empty(boolean piped) {
            return new Simple(new ArrayList<>(), new ArrayList<>(), piped);
        }

        int psql() {
            for (int i = 0; i < words.size(); i++) {
                if (PSQL.matcher(words.get(i).text()).matches()) {
                    return i;
                }
            }
            return -1;
        }
    }

    private static final class Reading {
        private final Excerpt code;
        private final String text;
        private int index;
        private final List<Simple> commands = new ArrayList<>(List.of(Simple.empty(false)));
        /** Here-documents whose text begins behind the line: who reads them, and the word that ends them. */
        private final List<Simple> readers = new ArrayList<>();

        private final List<String> ends = new ArrayList<>();

        Reading(Excerpt code, int from) {
            this.code = code;
            this.text = code.text();
            this.index = from;
        }

        private Simple last() {
            return commands.get(commands.size() - 1);
        }

        ShellLine line() {
            while (index < text.length() && text.charAt(index) != '\n') {
                part(text.charAt(index));
            }
            index = Math.min(index + 1, text.length());
            for (int i = 0; i < readers.size(); i++) {
                readers.get(i).input().add(document(ends.get(i)));
            }
            return sorted();
        }

        private void part(char c) {
            if (c == ' ' || c == '\t') {
                index++;
            } else if (c == '#') {
                int end = text.indexOf('\n', index);
                index = end < 0 ? text.length() : end;
            } else if (text.startsWith("<<<", index)) {
                index += 3;
                blanks();
                last().input().add(word());
            } else if (text.startsWith("<<", index)) {
                hereDocument();
            } else if (c == '|' || c == ';' || c == '&') {
                boolean pipe = c == '|' && !text.startsWith("||", index);
                index += text.startsWith("||", index) || text.startsWith("&&", index) ? 2 : 1;
                commands.add(Simple.empty(pipe));
            } else {
                Excerpt word = word();
                if (word.length() > 0) {
                    last().words().add(word);
                }
            }
        }

        private void blanks() {
            while (index < text.length() && (text.charAt(index) == ' ' || text.charAt(index) == '\t')) {
                index++;
            }
        }

        private void hereDocument() {
            index += text.startsWith("<<-", index) ? 3 : 2;
            blanks();
            readers.add(last());
            ends.add(word().text());
        }

        /** To the line that is the end's word, however far that is indented. */
        private Excerpt document(String end) {
            int from = index;
            while (index < text.length()) {
                int lineEnd = text.indexOf('\n', index);
                int stop = lineEnd < 0 ? text.length() : lineEnd;
                int begin = index;
                index = lineEnd < 0 ? text.length() : lineEnd + 1;
                if (text.substring(begin, stop).strip().equals(end)) {
                    return code.slice(from, begin);
                }
            }
            return code.slice(from, index);
        }

        private Excerpt word() {
            Excerpt.Builder word = new Excerpt.Builder();
            int from = index;
            while (index < text.length() && " \t\n|;&".indexOf(text.charAt(index)) < 0) {
                char c = text.charAt(index);
                if (c == '<' && text.startsWith("<<", index)) {
                    break;
                } else if (c == '\'') {
                    singleQuoted(word);
                } else if (c == '"') {
                    doubleQuoted(word);
                } else if (c == '\\' && index + 1 < text.length()) {
                    index++;
                    append(word, text.charAt(index) != '\n');
                } else {
                    append(word, true);
                }
            }
            if (index == from) {
                index++;
            }
            return word.build();
        }

        private void append(Excerpt.Builder word, boolean taken) {
            if (taken) {
                word.append(text.charAt(index), code.at(index));
            }
            index++;
        }

        private void singleQuoted(Excerpt.Builder word) {
            index++;
            while (index < text.length() && text.charAt(index) != '\'') {
                append(word, true);
            }
            index++;
        }

        private void doubleQuoted(Excerpt.Builder word) {
            index++;
            while (index < text.length() && text.charAt(index) != '"') {
                if (text.charAt(index) == '\\'
                        && index + 1 < text.length()
                        && "\"\\$`\n".indexOf(text.charAt(index + 1)) >= 0) {
                    index++;
                }
                append(word, true);
            }
            index++;
        }

        private ShellLine sorted() {
            List<Excerpt> scripts = new ArrayList<>();
            List<Excerpt> files = new ArrayList<>();
            List<Excerpt> others = new ArrayList<>();
            for (int i = 0; i < commands.size(); i++) {
                Simple command = commands.get(i);
                int psql = command.psql();
                boolean feedsPsql = i + 1 < commands.size()
                        && commands.get(i + 1).piped()
                        && commands.get(i + 1).psql() >= 0;
                if (psql >= 0) {
                    arguments(command.words(), psql + 1, scripts, files);
                    scripts.addAll(command.input());
                } else if (feedsPsql) {
                    scripts.addAll(command.words().stream()
                            .skip(1)
                            .filter(word -> !word.text().startsWith("-"))
                            .filter(word -> command.words().get(0).text().matches("echo|printf"))
                            .toList());
                    scripts.addAll(command.input());
                } else {
                    others.addAll(command.words());
                    others.addAll(command.input());
                }
            }
            return new ShellLine(scripts, files, others, Math.min(index, text.length()));
        }

        private static void arguments(List<Excerpt> words, int from, List<Excerpt> scripts, List<Excerpt> files) {
            for (int i = from; i < words.size(); i++) {
                Excerpt word = words.get(i);
                int equals = word.text().indexOf('=');
                String flag = equals < 0 ? word.text() : word.text().substring(0, equals);
                boolean isCommand = COMMAND_FLAG.matcher(flag).matches();
                boolean isFile = FILE_FLAG.matcher(flag).matches();
                if (!isCommand && !isFile) {
                    continue;
                }
                List<Excerpt> found = isCommand ? scripts : files;
                if (flag.startsWith("--") && equals > 0) {
                    found.add(word.slice(equals + 1, word.length()));
                } else if (i + 1 < words.size()
                        && !(isFile && words.get(i + 1).text().equals("-"))) {
                    found.add(words.get(++i));
                }
            }
        }
    }
}
