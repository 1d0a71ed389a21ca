package dev.fairlead.server.state.store.format;

import java.util.Arrays;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** How one type of value is written. */
public interface Form<T> {

    Form<String> TEXT = plain(ByteWriter::text, ByteReader::text);

    void write(ByteWriter out, T value);

    T read(ByteReader in);

    /** A value that is spelt in one way for ever, and so needs no length. */
    static <T> Form<T> plain(BiConsumer<ByteWriter, T> writer, Function<ByteReader, T> reader) {
        return new Form<>() {
            @Override
            public void write(ByteWriter out, T value) {
                writer.accept(out, value);
            }

            @Override
            public T read(ByteReader in) {
                return reader.apply(in);
            }
        };
    }

    /** A record: its length, then its fields. Java evaluates arguments from left to right, so a constructor reads them. */
    static <T> Form<T> record(BiConsumer<ByteWriter, T> fields, Function<ByteReader, T> constructor) {
        return plain(
                (out, value) -> out.record(() -> fields.accept(out, value)),
                in -> in.record(() -> constructor.apply(in)));
    }

    /** Equal, and in the same order where equality does not look at it, as that of maps and sets does not. */
    default boolean same(T one, T other) {
        return one == other || one.equals(other) && Arrays.equals(bytes(one), bytes(other));
    }

    private byte[] bytes(T value) {
        ByteWriter out = new ByteWriter();
        write(out, value);
        return out.toBytes();
    }
}
