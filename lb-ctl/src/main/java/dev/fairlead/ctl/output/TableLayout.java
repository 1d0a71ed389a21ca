package dev.fairlead.ctl.output;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The columns of a table.
 *
 * @param <T> the type of a row
 */
public final class TableLayout<T> {

    /** @param wide whether it appears only in wide tables */
    private record Column<T>(String title, Function<T, String> value, boolean right, boolean wide) {}

    private static final String GAP = "  ";

    private final List<Column<T>> columns = new ArrayList<>();
    private final Function<T, String> name;

    /** @param name what identifies a row */
    public TableLayout(Function<T, String> name) {
        this.name = name;
    }

    public TableLayout<T> text(String title, Function<T, String> value) {
        columns.add(new Column<>(title, value, false, false));
        return this;
    }

    public TableLayout<T> number(String title, Function<T, String> value) {
        columns.add(new Column<>(title, value, true, false));
        return this;
    }

    public TableLayout<T> wideText(String title, Function<T, String> value) {
        columns.add(new Column<>(title, value, false, true));
        return this;
    }

    public TableLayout<T> wideNumber(String title, Function<T, String> value) {
        columns.add(new Column<>(title, value, true, true));
        return this;
    }

    String name(T row) {
        return Printable.of(name.apply(row));
    }

    /** The header and a line for each row, with each column as wide as its widest cell. */
    public List<String> lines(List<T> rows, boolean wide, boolean colours) {
        List<Column<T>> shown =
                columns.stream().filter(column -> wide || !column.wide).toList();
        List<List<String>> cells = new ArrayList<>();
        cells.add(shown.stream().map(Column::title).toList());
        for (T row : rows) {
            cells.add(shown.stream()
                    .map(column -> Printable.of(column.value.apply(row)))
                    .toList());
        }
        int[] widths = new int[shown.size()];
        for (List<String> line : cells) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], line.get(i).length());
            }
        }
        List<String> lines = new ArrayList<>();
        for (int row = 0; row < cells.size(); row++) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                String cell = cells.get(row).get(i);
                String space = " ".repeat(widths[i] - cell.length());
                String painted = colours ? (row == 0 ? Ink.STRONG : Ink.of(cell)).paint(cell) : cell;
                line.append(i == 0 ? "" : GAP).append(shown.get(i).right ? space + painted : painted + space);
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }
}
