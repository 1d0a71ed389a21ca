package dev.fairlead.ctl.pools;

import dev.fairlead.control.v1.GetPoolRequest;
import dev.fairlead.control.v1.GetPoolResponse;
import dev.fairlead.control.v1.PoolServiceGrpc;
import dev.fairlead.ctl.command.ReadCommand;
import dev.fairlead.ctl.command.Session;
import dev.fairlead.ctl.command.Surroundings;
import dev.fairlead.ctl.failure.ExitCode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code pools show} */
@Command(name = "show", description = "Show the policies of a pool.", sortOptions = false)
final class ShowPool extends ReadCommand {

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "The pool. Default: the one that --pool names")
    private @Nullable String name;

    ShowPool(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected int run(Session session) {
        GetPoolResponse answer = session.call(
                PoolServiceGrpc.getGetPoolMethod(),
                GetPoolRequest.newBuilder()
                        .setPool(name == null ? session.pool() : name)
                        .build());
        session.output().facts(answer, answer.getPool().getName(), PoolTable.facts(answer.getPool()));
        return ExitCode.OK;
    }
}
