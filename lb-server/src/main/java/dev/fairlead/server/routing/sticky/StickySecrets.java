package dev.fairlead.server.routing.sticky;

import dev.fairlead.server.desired.InvalidSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.random.RandomGenerator;

/** What session values are signed with: the first signs, all verify. */
public final class StickySecrets {
    private static final int BYTES = 32;

    private final List<StickySecret> secrets;

    StickySecrets(List<String> lines) {
        this.secrets =
                new LinkedHashSet<>(lines).stream().map(StickySecret::new).toList();
    }

    /**
     * Those of the operator's file.
     *
     * @throws InvalidSettings with every bad line; no message repeats a secret
     */
    public static StickySecrets load(Path file) {
        return new StickySecrets(StickySecretFile.read(file));
    }

    /**
     * The one that is kept in the state folder; made if it is not there yet.
     *
     * @param random must not be predictable
     * @throws InvalidSettings if it cannot be used
     * @throws IOException if it cannot be kept
     */
    public static StickySecrets keptIn(Path stateFolder, RandomGenerator random) throws IOException {
        return new StickySecrets(StickySecretFile.readOrMake(stateFolder, text(random)));
    }

    /** One that ends with the process. */
    public static StickySecrets inMemory(RandomGenerator random) {
        return new StickySecrets(List.of(text(random)));
    }

    private static String text(RandomGenerator random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    int size() {
        return secrets.size();
    }

    StickySecret get(int index) {
        return secrets.get(index);
    }

    List<SipHash> ids() {
        return secrets.stream().map(StickySecret::ids).toList();
    }

    /** Whether they are the same, in the same order. */
    @Override
    public boolean equals(Object other) {
        return other instanceof StickySecrets that && secrets.equals(that.secrets);
    }

    @Override
    public int hashCode() {
        return secrets.hashCode();
    }

    @Override
    public String toString() {
        return secrets.size() == 1 ? "1 secret" : secrets.size() + " secrets";
    }
}
