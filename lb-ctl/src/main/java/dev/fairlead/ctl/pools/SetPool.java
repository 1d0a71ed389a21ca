package dev.fairlead.ctl.pools;

import com.google.protobuf.FieldMask;
import dev.fairlead.control.v1.Pool;
import dev.fairlead.control.v1.PoolServiceGrpc;
import dev.fairlead.control.v1.UpdatePoolRequest;
import dev.fairlead.control.v1.UpdatePoolResponse;
import dev.fairlead.ctl.command.ChangeCommand;
import dev.fairlead.ctl.command.Session;
import dev.fairlead.ctl.command.Surroundings;
import dev.fairlead.ctl.failure.ExitCode;
import dev.fairlead.ctl.settings.Settings;
import dev.fairlead.ctl.value.Pair;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code pools set} */
@Command(
        name = "set",
        description = {
            "Change the settings of a pool, by the keys of the configuration file. Settings that you leave out stay as they are.",
            "lb-ctl pools set web timeouts.idle=90s retry.on=connect-failure,reset"
        },
        sortOptions = false)
final class SetPool extends ChangeCommand {

    @Parameters(
            arity = "0..*",
            paramLabel = "[POOL] KEY=VALUE",
            description = "The pool (default: the one that --pool names) and what to set; lists with commas.")
    private List<String> words = List.of();

    @Mixin
    private PolicyOptions policies;

    /** Picocli fills the fields. */
    @SuppressWarnings("NullAway.Init")
    SetPool(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected void check() {
        super.check();
        if (policies.fill(Pool.newBuilder()).isEmpty() && settings().isEmpty()) {
            throw usage("nothing to set; name a setting, as in min-healthy=2");
        }
    }

    private boolean namesPool() {
        return !words.isEmpty() && words.get(0).indexOf('=') < 0;
    }

    private List<Pair> settings() {
        return words.stream()
                .skip(namesPool() ? 1 : 0)
                .map(word -> new Pair.Converter().convert(word))
                .toList();
    }

    @Override
    protected int run(Session session) {
        String which = namesPool() ? words.get(0) : session.poolName();
        List<Pair> settings = settings();
        Pool.Builder pool = Pool.newBuilder().setName(which);
        FieldMask mask = FieldMask.newBuilder().addAllPaths(policies.fill(pool)).build();
        UpdatePoolResponse answer = send(
                session,
                PoolServiceGrpc.getUpdatePoolMethod(),
                UpdatePoolRequest.newBuilder()
                        .setPool(pool)
                        .setUpdateMask(mask)
                        .putAllSettings(Pair.map(settings))
                        .build());
        announce(session, answer.getOutcome(), answer.getRevision(), "pool " + which + " changed");
        if (settings.isEmpty() || answer.getOutcome().getValidateOnly()) {
            return shown(session, answer, answer.getOutcome(), List.of(answer.getPool()), PoolTable.LAYOUT);
        }
        new Settings(answer.getSettingsMap()).showChanged(session, answer, settings);
        return ExitCode.OK;
    }
}
