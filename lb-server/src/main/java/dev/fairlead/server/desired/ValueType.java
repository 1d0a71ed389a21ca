package dev.fairlead.server.desired;

import java.util.List;

/**
 * How values of one type are spelt: in a file, on the command line, in what is written back and in what is stored.
 *
 * @param <T> the values
 */
public interface ValueType<T> {

    /** For descriptions: {@code duration}. */
    String name();

    /** @throws IllegalArgumentException with a message for the user that says what was expected */
    T parse(String text);

    /** Reads back equal. */
    String text(T value);

    /** Within a sentence. */
    default String shown(T value) {
        String text = text(value);
        return text.isEmpty() ? "\"\"" : text;
    }

    /** Whether a file may write a list. */
    default boolean isList() {
        return false;
    }

    /** One text for each entry of a list; of another value, its only text. */
    default List<String> entries(T value) {
        return List.of(text(value));
    }

    /** The values that one entry of a list stands for. */
    default List<Object> entry(String text) {
        return List.of(parse(text));
    }

    /** A list of what its entries stand for. */
    default T ofEntries(List<Object> entries) {
        throw new UnsupportedOperationException(name());
    }
}
