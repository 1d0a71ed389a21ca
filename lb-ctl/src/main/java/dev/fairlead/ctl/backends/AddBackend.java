package dev.fairlead.ctl.backends;

import dev.fairlead.control.v1.AddBackendRequest;
import dev.fairlead.control.v1.AddBackendResponse;
import dev.fairlead.control.v1.Backend;
import dev.fairlead.control.v1.BackendServiceGrpc;
import dev.fairlead.ctl.command.ChangeCommand;
import dev.fairlead.ctl.command.Session;
import dev.fairlead.ctl.command.Surroundings;
import dev.fairlead.ctl.value.Pair;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code backends add} */
@Command(
        name = "add",
        description = {
            "Add a backend. It takes requests once a probe has found it healthy; --wait waits for that.",
            "Adding a backend that already exists with the same settings succeeds."
        },
        sortOptions = false)
final class AddBackend extends ChangeCommand {

    @Parameters(paramLabel = "HOST:PORT", description = "Where it listens; https://HOST:PORT for TLS.")
    private String url;

    @Option(names = "--id", paramLabel = "ID", description = "Its id. Default: HOST:PORT")
    private @Nullable String id;

    @Option(
            names = "--weight",
            paramLabel = "N",
            description = "Its share relative to the other backends, 0 to 1000; 0 takes no new requests. Default: 1")
    private @Nullable Integer weight;

    @Option(
            names = "--tag",
            paramLabel = "NAME=VALUE",
            description = "A tag that strategies can read; may be repeated.")
    private List<Pair> tags = List.of();

    /** Picocli fills the fields. */
    @SuppressWarnings("NullAway.Init")
    AddBackend(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected int run(Session session) {
        Backend.Builder backend = Backend.newBuilder().setUrl(url).putAllTags(Pair.map(tags));
        if (id != null) {
            backend.setId(id);
        }
        if (weight != null) {
            backend.setWeight(weight);
        }
        AddBackendResponse answer = send(
                session,
                BackendServiceGrpc.getAddBackendMethod(),
                AddBackendRequest.newBuilder()
                        .setPool(session.pool())
                        .setBackend(backend)
                        .build());
        announce(
                session,
                answer.getOutcome(),
                answer.getRevision(),
                "backend " + answer.getBackend().getId() + " added to pool " + session.poolName());
        if (isWaiting()) {
            Backend up = new BackendWait(session, answer.getBackend().getId()).untilUp();
            answer = answer.toBuilder().setBackend(up).build();
        }
        return shown(session, answer, answer.getOutcome(), List.of(answer.getBackend()), BackendTable.LAYOUT);
    }
}
