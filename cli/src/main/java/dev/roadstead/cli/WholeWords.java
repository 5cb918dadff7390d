package dev.roadstead.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi.Text;
import picocli.CommandLine.Help.ColorScheme;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * Help whose descriptions of options and parameters are broken at spaces only. Picocli alone breaks at hyphens and slashes
 * too, and nobody can copy a URL or an option in two parts.
 */
final class WholeWords extends Help {
    WholeWords(CommandSpec command, ColorScheme colors) {
        super(command, colors);
    }

    @Override
    public Layout createDefaultLayout(
            List<OptionSpec> options, List<PositionalParamSpec> positionals, ColorScheme colors) {
        Layout usual = super.createDefaultLayout(options, positionals, colors);
        Column descriptions = usual.textTable().columns()[usual.textTable().columns().length - 1];
        int width = descriptions.width - descriptions.indent;
        String margin = " ".repeat(usual.textTable().indentWrappedLines);
        return new Layout(colors, usual.textTable(), usual.optionRenderer(), usual.parameterRenderer()) {
            @Override
            public void layout(ArgSpec argument, Text[][] rows) {
                List<Text[]> broken = new ArrayList<>();
                for (Text[] row : rows) {
                    broken.addAll(broken(row, width, colors.text(margin), colors.text("")));
                }
                super.layout(argument, broken.toArray(Text[][]::new));
            }
        };
    }

    /** A row, and one more for each further line of its last cell, which is the description. */
    private static List<Text[]> broken(Text[] row, int width, Text margin, Text empty) {
        int last = row.length - 1;
        List<Text[]> rows = new ArrayList<>();
        for (Text line : lines(row[last], width, margin)) {
            Text[] cells = row.clone();
            if (!rows.isEmpty()) {
                Arrays.fill(cells, empty);
            }
            cells[last] = line;
            rows.add(cells);
        }
        return rows;
    }

    /** A word longer than a line is left for picocli to break. */
    private static List<Text> lines(Text text, int width, Text margin) {
        String plain = text.plainString();
        List<Text> lines = new ArrayList<>();
        int start = 0;
        while (true) {
            int room = lines.isEmpty() ? width : width - margin.plainString().length();
            int end = plain.length() - start <= room ? -1 : plain.lastIndexOf(' ', start + room);
            Text line = end <= start ? text.substring(start) : text.substring(start, end);
            lines.add(lines.isEmpty() ? line : margin.concat(line));
            if (end <= start) {
                return lines;
            }
            start = end + 1;
        }
    }
}
