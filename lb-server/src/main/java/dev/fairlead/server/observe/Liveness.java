package dev.fairlead.server.observe;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;

/** Whether this process can still do its work, or needs a restart. */
@Singleton
public final class Liveness {
    private final List<Check> parts = new CopyOnWriteArrayList<>();

    private record Check(String name, BooleanSupplier alive) {}

    @Inject
    public Liveness() {}

    /** @param name a vital part, as in {@code the control thread} */
    public void dependsOn(String name, BooleanSupplier alive) {
        parts.add(new Check(name, alive));
    }

    /** Empty if all is well. */
    String trouble() {
        return parts.stream()
                .filter(part -> !part.alive.getAsBoolean())
                .map(part -> part.name + " has ended")
                .findFirst()
                .orElse("");
    }
}
