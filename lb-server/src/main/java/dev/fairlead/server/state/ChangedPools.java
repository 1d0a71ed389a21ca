package dev.fairlead.server.state;

import dev.fairlead.server.desired.DesiredState;
import dev.fairlead.server.desired.Pool;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which pools one desired state has differently from another: they come, change or go. */
public final class ChangedPools {

    private ChangedPools() {}

    public static Set<String> between(DesiredState before, DesiredState after) {
        Set<String> names = new HashSet<>(before.pools().keySet());
        names.addAll(after.pools().keySet());
        names.removeIf(name -> same(before.pools().get(name), after.pools().get(name)));
        return names;
    }

    private static boolean same(@Nullable Pool one, @Nullable Pool other) {
        return one != null && one.equals(other);
    }
}
