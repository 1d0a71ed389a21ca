package dev.fairlead.ctl.pools;

import dev.fairlead.control.v1.CreatePoolRequest;
import dev.fairlead.control.v1.CreatePoolResponse;
import dev.fairlead.control.v1.Pool;
import dev.fairlead.control.v1.PoolServiceGrpc;
import dev.fairlead.ctl.command.ChangeCommand;
import dev.fairlead.ctl.command.Session;
import dev.fairlead.ctl.command.Surroundings;
import dev.fairlead.ctl.value.Pair;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pools add} */
@Command(
        name = "add",
        description =
                "Add a pool. Settings you do not name have their defaults; 'health set --pool NAME' sets how it is probed.",
        sortOptions = false)
final class AddPool extends ChangeCommand {

    @Parameters(paramLabel = "NAME", description = "Its name: letters, digits, - and _.")
    private String name;

    @Option(names = "--strategy", paramLabel = "NAME", description = "The strategy that chooses backends.")
    private @Nullable String strategy;

    @Option(names = "--option", paramLabel = "NAME=VALUE", description = "An option of the strategy; may be repeated.")
    private List<Pair> options = List.of();

    @Mixin
    private PolicyOptions policies;

    /** Picocli fills the fields. */
    @SuppressWarnings("NullAway.Init")
    AddPool(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected void check() {
        super.check();
        if (strategy == null && !options.isEmpty()) {
            throw usage("--option needs --strategy");
        }
    }

    @Override
    protected int run(Session session) {
        Pool.Builder pool = Pool.newBuilder().setName(name);
        policies.fill(pool);
        if (strategy != null) {
            pool.getStrategyBuilder().setName(strategy).putAllOptions(Pair.map(options));
        }
        CreatePoolResponse answer = send(
                session,
                PoolServiceGrpc.getCreatePoolMethod(),
                CreatePoolRequest.newBuilder().setPool(pool).build());
        announce(session, answer.getOutcome(), answer.getRevision(), "pool " + name + " added");
        return shown(session, answer, answer.getOutcome(), List.of(answer.getPool()), PoolTable.LAYOUT);
    }
}
