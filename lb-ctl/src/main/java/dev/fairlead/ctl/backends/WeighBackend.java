package dev.fairlead.ctl.backends;

import dev.fairlead.control.v1.Backend;
import dev.fairlead.ctl.command.Session;
import dev.fairlead.ctl.command.Surroundings;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code backends weight} */
@Command(
        name = "weight",
        description = "Set a backend's weight, 0 to 1000; 0 takes no new requests.",
        sortOptions = false)
final class WeighBackend extends UpdateCommand {

    @Parameters(index = "1", paramLabel = "N", description = "Its share relative to the other backends.")
    private int weight;

    WeighBackend(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected int run(Session session) {
        return update(
                session,
                Backend.newBuilder().setWeight(weight),
                List.of("weight"),
                "now has weight " + weight,
                weight == 0 ? BackendWait::untilEmpty : BackendWait::untilUp);
    }
}
