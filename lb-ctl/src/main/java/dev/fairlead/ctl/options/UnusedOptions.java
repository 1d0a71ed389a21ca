package dev.fairlead.ctl.options;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Options of changes that a read-only command accepts and ignores, so that scripts can pass the same options to every
 * call. Picocli fills the fields.
 */
@SuppressWarnings("unused")
public final class UnusedOptions {

    @Option(names = "--wait", hidden = true)
    private boolean wait;

    @Option(names = "--dry-run", hidden = true)
    private boolean dryRun;

    @Option(names = "--if-revision", hidden = true)
    private @Nullable Long ifRevision;

    @Option(
            names = {"-m", "--message"},
            hidden = true)
    private @Nullable String message;

    @Option(
            names = {"-y", "--yes"},
            hidden = true)
    private boolean yes;
}
