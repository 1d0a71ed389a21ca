package dev.fairlead.ctl.pools;

import dev.fairlead.control.v1.GetPoolRequest;
import dev.fairlead.control.v1.GetPoolResponse;
import dev.fairlead.control.v1.PoolServiceGrpc;
import dev.fairlead.ctl.command.ReadCommand;
import dev.fairlead.ctl.command.Session;
import dev.fairlead.ctl.command.Surroundings;
import dev.fairlead.ctl.failure.ExitCode;
import dev.fairlead.ctl.settings.Settings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code pools get} */
@Command(
        name = "get",
        description = {
            "Print the settings of a pool by the keys of the configuration file, or only one of them.",
            "lb-ctl pools get web timeouts.idle   lb-ctl pools get timeouts"
        },
        sortOptions = false)
final class GetPoolSettings extends ReadCommand {

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "POOL",
            description = "The pool. Default: the one that --pool names")
    private @Nullable String first;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "KEY",
            description = "A setting, or a block such as timeouts.")
    private @Nullable String second;

    GetPoolSettings(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected int run(Session session) {
        boolean named = second != null || first != null && !isKey(session, first);
        String pool = named && first != null ? first : session.pool();
        String key = second != null ? second : named || first == null ? "" : first;
        GetPoolResponse answer = get(session, pool, key);
        new Settings(answer.getSettingsMap()).show(session, answer, key);
        return ExitCode.OK;
    }

    /** A single word may be a pool's name as well; names have no dot. */
    private static boolean isKey(Session session, String word) {
        return word.indexOf('.') >= 0
                || new Settings(get(session, session.pool(), "").getSettingsMap()).has(word);
    }

    private static GetPoolResponse get(Session session, String pool, String key) {
        return session.call(
                PoolServiceGrpc.getGetPoolMethod(),
                GetPoolRequest.newBuilder().setPool(pool).setKey(key).build());
    }
}
