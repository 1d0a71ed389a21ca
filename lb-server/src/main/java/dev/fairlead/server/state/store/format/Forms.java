package dev.fairlead.server.state.store.format;

import dev.fairlead.server.desired.Backend;
import dev.fairlead.server.desired.Frontend;
import dev.fairlead.server.desired.Pool;
import java.util.List;

/**
 * How the parts of a desired state are spelt in one format.
 *
 * @param policies a pool without its backends, since it is backends that change most
 */
public record Forms(Form<Frontend> frontend, Form<Pool> policies, Form<Backend> backend) {

    /** The number of the format that is written. */
    public static final int LATEST = 2;

    static final Forms PRESENT = new Forms(
            RecordForm.of(Frontend.class),
            RecordForm.of(Pool.class).without("backends", List.of()),
            RecordForm.of(Backend.class));

    /** @param format up to the latest */
    public static Forms of(int format) {
        return format == 1 ? FirstFormat.FORMS : PRESENT;
    }
}
