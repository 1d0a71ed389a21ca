package dev.fairlead.server.config.document;

import com.typesafe.config.ConfigUtil;
import dev.fairlead.server.config.document.Node.Fields;
import dev.fairlead.server.config.document.Node.Items;
import dev.fairlead.server.config.document.Node.Scalar;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes nodes as HOCON for people: blocks indented, small ones on one line, quotes only where they are needed. */
public final class HoconPrinter {

    private static final int LINE = 100;

    /** What reads back as the same text without quotes: no reserved character, no number that could be shortened. */
    private static final Pattern PLAIN =
            Pattern.compile("(?!null$|include$)(/?[A-Za-z_][A-Za-z0-9_/-]*|(0|[1-9][0-9]{0,8})([a-zA-Z]{1,3}|%)?)");

    private static final Pattern PLAIN_KEY = Pattern.compile("(?!include$)[A-Za-z_][A-Za-z0-9_-]*");

    private final StringBuilder out = new StringBuilder();

    private HoconPrinter() {}

    public static String print(Fields root) {
        HoconPrinter printer = new HoconPrinter();
        printer.fields(root, "");
        return printer.out.toString();
    }

    private void fields(Fields block, String indent) {
        for (Map.Entry<String, Node> field : block.fields().entrySet()) {
            out.append(indent).append(key(field.getKey()));
            Node node = field.getValue();
            out.append(node instanceof Fields ? " " : " = ");
            node(node, indent);
            out.append('\n');
        }
    }

    private void node(Node node, String indent) {
        String line = line(node);
        boolean fits = indent.length() + line.length() <= LINE;
        if (node instanceof Fields block && !(fits && indent.length() > 2)) {
            out.append("{\n");
            fields(block, indent + "  ");
            out.append(indent).append('}');
        } else if (node instanceof Items list && !fits) {
            items(list.items(), indent);
        } else {
            out.append(line);
        }
    }

    private void items(List<Node> items, String indent) {
        out.append("[\n");
        for (Node item : items) {
            out.append(indent).append("  ");
            node(item, indent + "  ");
            out.append('\n');
        }
        out.append(indent).append(']');
    }

    private static String line(Node node) {
        if (node instanceof Scalar scalar) {
            return PLAIN.matcher(scalar.text()).matches() ? scalar.text() : ConfigUtil.quoteString(scalar.text());
        } else if (node instanceof Items list) {
            return list.items().isEmpty()
                    ? "[]"
                    : list.items().stream().map(HoconPrinter::line).collect(Collectors.joining(", ", "[ ", " ]"));
        }
        Fields block = (Fields) node;
        return block.fields().isEmpty()
                ? "{}"
                : block.fields().entrySet().stream()
                        .map(field -> key(field.getKey())
                                + (field.getValue() instanceof Fields ? " " : " = ")
                                + line(field.getValue()))
                        .collect(Collectors.joining(", ", "{ ", " }"));
    }

    private static String key(String key) {
        return PLAIN_KEY.matcher(key).matches() ? key : ConfigUtil.quoteString(key);
    }
}
