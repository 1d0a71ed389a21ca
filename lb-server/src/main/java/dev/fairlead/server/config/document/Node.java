package dev.fairlead.server.config.document;

import java.util.List;
import java.util.Map;

/** A document of any syntax, reduced to what the readers need: text, order and place. */
public sealed interface Node {

    /** A few lines that repeat each other can ask for billions of nodes; nobody writes this many. */
    int MOST = 100_000;

    Where where();

    record Scalar(String text, Where where) implements Node {}

    record Items(List<Node> items, Where where) implements Node {}

    record Fields(Map<String, Node> fields, Where where) implements Node {}

    /**
     * @param source the file or flag as its user spelled it
     * @param line counted from 1; 0 if there is none
     */
    record Where(String source, int line) {}
}
