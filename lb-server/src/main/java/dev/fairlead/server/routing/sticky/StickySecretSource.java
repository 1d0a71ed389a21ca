package dev.fairlead.server.routing.sticky;

import dev.fairlead.server.desired.InvalidSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Where the secrets of a server come from: the operator's file, or else one of our own. On one thread. */
public final class StickySecretSource {
    private final @Nullable Path stateFolder;
    private final RandomGenerator random;
    private @Nullable StickySecrets own;

    /**
     * @param stateFolder keeps our own, and is this process's alone by the time that it is asked for; null if nothing is kept
     * @param random must not be predictable
     */
    public StickySecretSource(@Nullable Path stateFolder, RandomGenerator random) {
        this.stateFolder = stateFolder;
        this.random = random;
    }

    /**
     * Reads the file. Our own is made when it is first asked for, and stays.
     *
     * @param file empty for our own
     * @throws InvalidSettings if it cannot be used
     */
    public StickySecrets secrets(String file) {
        if (!file.isEmpty()) {
            return StickySecrets.load(Path.of(file));
        }
        StickySecrets known = own;
        if (known == null) {
            known = stateFolder == null ? StickySecrets.inMemory(random) : kept(stateFolder);
            own = known;
        }
        return known;
    }

    private StickySecrets kept(Path folder) {
        try {
            return StickySecrets.keptIn(folder, random);
        } catch (IOException e) {
            throw new InvalidSettings(
                    StickySecretFile.KEY,
                    folder + ": no secret can be kept there (" + e.getMessage()
                            + "), expected a folder that this user may write, or a file with secrets");
        }
    }
}
