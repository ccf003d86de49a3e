package dev.directrix.director.cli;

import dev.directrix.director.cli.Paint.Tone;
import java.util.ArrayList;
import java.util.List;

/** An aligned table: a heading in capitals, two blanks between columns, numbers to the right, no lines. */
final class TextTable {

    private static final String GAP = "  ";

    private final Paint paint;
    private final List<String> headings = new ArrayList<>();
    private final List<Boolean> right = new ArrayList<>();
    private final List<List<Cell>> rows = new ArrayList<>();

    /**
     * One cell.
     *
     * @param text what it says
     * @param tone its colour
     */
    record Cell(String text, Tone tone) {
    }

    /**
     * An empty table.
     *
     * @param columns headings; one that begins with {@code >} is of a column of numbers
     */
    TextTable(final Paint paint, final String... columns) {
        this.paint = paint;
        for (final String column : columns) {
            right.add(column.startsWith(">"));
            headings.add(column.startsWith(">") ? column.substring(1) : column);
        }
    }

    /** Adds a row of cells or of anything that has a text. */
    void row(final Object... values) {
        if (values.length != headings.size()) {
            throw new IllegalArgumentException(values.length + " cells for " + headings.size() + " columns");
        }
        final List<Cell> cells = new ArrayList<>();
        for (final Object value : values) {
            cells.add(value instanceof Cell cell ? cell : new Cell(value.toString(), Tone.PLAIN));
        }
        rows.add(cells);
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    /** All lines, each with its line feed. */
    String render() {
        final StringBuilder out = new StringBuilder();
        line(out, headings.stream().map(heading -> new Cell(heading, Tone.HEADING)).toList());
        rows.forEach(row -> line(out, row));
        return out.toString();
    }

    private void line(final StringBuilder out, final List<Cell> cells) {
        final StringBuilder line = new StringBuilder();
        final StringBuilder blanks = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            final Cell cell = cells.get(i);
            final int padding = width(i) - cell.text().length();
            if (right.get(i)) {
                blanks.repeat(' ', padding);
            }
            if (!cell.text().isBlank()) {
                line.append(blanks).append(paint.apply(cell.tone(), cell.text()));
                blanks.setLength(0);
            }
            if (!right.get(i)) {
                blanks.repeat(' ', padding);
            }
            blanks.append(GAP);
        }
        out.append(line).append('\n');
    }

    private int width(final int column) {
        int width = headings.get(column).length();
        for (final List<Cell> row : rows) {
            width = Math.max(width, row.get(column).text().length());
        }
        return width;
    }
}
