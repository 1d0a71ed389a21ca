package dev.fairlead.ctl.pools;

import com.google.protobuf.FieldMask;
import dev.fairlead.control.v1.Pool;
import dev.fairlead.control.v1.PoolServiceGrpc;
import dev.fairlead.control.v1.UpdatePoolRequest;
import dev.fairlead.control.v1.UpdatePoolResponse;
import dev.fairlead.ctl.command.ChangeCommand;
import dev.fairlead.ctl.command.Session;
import dev.fairlead.ctl.command.Surroundings;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code pools set} */
@Command(
        name = "set",
        description = "Change the policies of a pool. Settings you do not name stay as they are.",
        sortOptions = false)
final class SetPool extends ChangeCommand {

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "The pool. Default: the one that --pool names")
    private @Nullable String name;

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
        if (policies.fill(Pool.newBuilder()).isEmpty()) {
            throw usage("nothing to set; name a policy, as in --min-healthy 2");
        }
    }

    @Override
    protected int run(Session session) {
        String which = name == null ? session.poolName() : name;
        Pool.Builder pool = Pool.newBuilder().setName(which);
        FieldMask mask = FieldMask.newBuilder().addAllPaths(policies.fill(pool)).build();
        UpdatePoolResponse answer = send(
                session,
                PoolServiceGrpc.getUpdatePoolMethod(),
                UpdatePoolRequest.newBuilder().setPool(pool).setUpdateMask(mask).build());
        announce(session, answer.getOutcome(), answer.getRevision(), "pool " + which + " changed");
        return shown(session, answer, answer.getOutcome(), List.of(answer.getPool()), PoolTable.LAYOUT);
    }
}
