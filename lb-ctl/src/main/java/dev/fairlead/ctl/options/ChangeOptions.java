package dev.fairlead.ctl.options;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Message;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The options of every change. Their fields have the same numbers in the request of every change, see changes.proto.
 * Picocli fills the fields here.
 */
public final class ChangeOptions {

    private static final int VALIDATE_ONLY = 20;
    private static final int IF_REVISION = 21;
    private static final int REQUEST_ID = 22;
    private static final int MESSAGE = 23;
    private static final int FORCE = 24;
    private static final long MOST_REVISIONS = 0xFFFF_FFFFL;

    @Option(
            names = "--wait",
            description = "Wait for the effect: until a backend is up, or empty. Other changes are in effect as soon as"
                    + " they are answered.")
    private boolean wait;

    @Option(
            names = "--dry-run",
            description =
                    "Change nothing; show what would change, how requests would spread, and what would be refused.")
    private boolean dryRun;

    @Option(
            names = "--if-revision",
            paramLabel = "N",
            description = "Refuse the change unless N is still the current revision.")
    private @Nullable Long ifRevision;

    @Option(
            names = {"-m", "--message"},
            paramLabel = "TEXT",
            description = "The reason, for the history.")
    private @Nullable String message;

    @Option(names = "--force", description = "Make the change even if the capacity guard refuses it.")
    private boolean force;

    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask for confirmation. lb-ctl only asks on a terminal.")
    private boolean yes;

    public boolean isWaiting() {
        return wait && !dryRun;
    }

    public boolean isDryRun() {
        return dryRun;
    }

    public boolean isSure() {
        return yes || dryRun;
    }

    /** What is wrong, or null. */
    public @Nullable String problem() {
        return ifRevision == null || (ifRevision >= 0 && ifRevision <= MOST_REVISIONS)
                ? null
                : "--if-revision is " + ifRevision + ", expected a revision such as 17";
    }

    /** @param after the revision made by an earlier change of the same command, or 0 */
    public void fill(Message.Builder request, String requestId, long after, boolean asDryRun) {
        Descriptor type = request.getDescriptorForType();
        request.setField(type.findFieldByNumber(VALIDATE_ONLY), dryRun || asDryRun);
        if (ifRevision != null) {
            request.setField(type.findFieldByNumber(IF_REVISION), (int) (after == 0 ? ifRevision : after));
        }
        request.setField(type.findFieldByNumber(REQUEST_ID), requestId);
        request.setField(type.findFieldByNumber(MESSAGE), message == null ? "" : message);
        request.setField(type.findFieldByNumber(FORCE), force);
    }
}
