package dev.fairlead.it.support;

import dev.fairlead.server.demo.ExampleBackend;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.util.List;
import java.util.stream.Stream;

/** Backends in the JVM of the test, for those that need none to die or to hang: a {@link BackendProcess} can. */
public final class ExampleBackends {

    private ExampleBackends() {}

    /** On free ports. */
    public static List<ExampleBackend> start(String... names) {
        return Stream.of(names).map(ExampleBackends::start).toList();
    }

    private static ExampleBackend start(String name) {
        try {
            return ExampleBackend.start(name, 0);
        } catch (BindException e) {
            throw new UncheckedIOException(e);
        }
    }
}
