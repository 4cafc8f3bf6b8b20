package io.licensewatch.cdc.runbook;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Block;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;
import org.commonmark.parser.SourceLine;
import org.commonmark.parser.SourceLines;

/** Finds the code in a Markdown file: by CommonMark's own parser, with the place of every character. */
final class CodeBlocks extends AbstractVisitor {
    /** Deeper than people nest lists and quotes; a visitor of the tree goes as deep. */
    private static final int DEEPEST = 100;

    private final RunbookFile file;
    private final List<CodeBlock> found = new ArrayList<>();

    private CodeBlocks(RunbookFile file) {
        this.file = file;
    }

    static List<CodeBlock> of(RunbookFile file) {
        CodeBlocks blocks = new CodeBlocks(file);
        Parser.builder()
                .includeSourceSpans(IncludeSourceSpans.BLOCKS_AND_INLINES)
                .maxOpenBlockParsers(DEEPEST)
                // Of inline syntax we need code spans alone, and find them in one pass however many backticks there
                // are.
                .inlineParserFactory(context -> (lines, node) -> blocks.inline(lines))
                .build()
                .parse(file.text())
                .accept(blocks);
        blocks.found.sort(Comparator.comparingInt(block -> block.code().at(0)));
        return List.copyOf(blocks.found);
    }

    @Override
    public void visit(FencedCodeBlock block) {
        String info = block.getInfo() == null ? "" : block.getInfo();
        found.add(CodeBlock.fenced(info, located(block.getLiteral(), firstLine(block) + 1)));
    }

    @Override
    public void visit(IndentedCodeBlock block) {
        found.add(new CodeBlock(CodeBlock.Kind.INDENTED, "", located(block.getLiteral(), firstLine(block))));
    }

    @Override
    public void visit(HtmlBlock block) {
        if (block.getLiteral().contains("<pre") || block.getLiteral().contains("<code")) {
            found.add(new CodeBlock(CodeBlock.Kind.HTML, "html", located(block.getLiteral(), firstLine(block))));
        }
    }

    private static int firstLine(Block block) {
        return block.getSourceSpans().get(0).getLineIndex();
    }

    private void inline(SourceLines lines) {
        Excerpt.Builder text = new Excerpt.Builder();
        for (SourceLine line : lines.getLines()) {
            int begin = line.getSourceSpan().getInputIndex();
            for (int i = 0; i < line.getContent().length(); i++) {
                text.append(line.getContent().charAt(i), begin + i);
            }
            text.append('\n', begin + line.getContent().length());
        }
        CodeSpans.of(text.build()).stream()
                .map(code -> new CodeBlock(CodeBlock.Kind.INLINE, "", code))
                .forEach(found::add);
    }

    /** The parser takes indentation and quote marks off a line's begin, and may write a tab as spaces; the rest is the file's. */
    private Excerpt located(String code, int firstLine) {
        Excerpt.Builder located = new Excerpt.Builder();
        String[] lines = code.split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            int line = firstLine + i;
            boolean last = i == lines.length - 1;
            if (line >= file.lineCount() || (last && lines[i].isEmpty())) {
                break;
            }
            int same = commonEnd(lines[i], line);
            for (int c = 0; c < lines[i].length(); c++) {
                located.append(lines[i].charAt(c), file.end(line) - Math.min(same, lines[i].length() - c));
            }
            located.append('\n', file.end(line));
        }
        return located.build();
    }

    private int commonEnd(String code, int line) {
        int most = Math.min(code.length(), file.end(line) - file.start(line));
        int same = 0;
        while (same < most
                && code.charAt(code.length() - 1 - same) == file.text().charAt(file.end(line) - 1 - same)) {
            same++;
        }
        return same;
    }
}
