package dev.fairlead.server.control.service;

import static dev.fairlead.server.control.message.Outcomes.number;

import dev.fairlead.control.v1.AddBackendRequest;
import dev.fairlead.control.v1.AddBackendResponse;
import dev.fairlead.control.v1.BackendServiceGrpc;
import dev.fairlead.control.v1.DrainBackendRequest;
import dev.fairlead.control.v1.DrainBackendResponse;
import dev.fairlead.control.v1.GetBackendRequest;
import dev.fairlead.control.v1.GetBackendResponse;
import dev.fairlead.control.v1.HealthEvent;
import dev.fairlead.control.v1.ListBackendsRequest;
import dev.fairlead.control.v1.ListBackendsResponse;
import dev.fairlead.control.v1.ListHealthEventsRequest;
import dev.fairlead.control.v1.ListHealthEventsResponse;
import dev.fairlead.control.v1.ProbeBackendRequest;
import dev.fairlead.control.v1.ProbeBackendResponse;
import dev.fairlead.control.v1.RemoveBackendRequest;
import dev.fairlead.control.v1.RemoveBackendResponse;
import dev.fairlead.control.v1.UpdateBackendRequest;
import dev.fairlead.control.v1.UpdateBackendResponse;
import dev.fairlead.server.backend.RunningBackend;
import dev.fairlead.server.control.call.CallAnswers;
import dev.fairlead.server.control.call.ChangeSubmission;
import dev.fairlead.server.control.call.ClosableService;
import dev.fairlead.server.control.call.PublishedState;
import dev.fairlead.server.control.drain.Drains;
import dev.fairlead.server.control.drain.StartedDrain;
import dev.fairlead.server.control.message.BackendWriter;
import dev.fairlead.server.control.message.Edits;
import dev.fairlead.server.control.message.Outcomes;
import dev.fairlead.server.control.message.Times;
import dev.fairlead.server.health.HealthMonitor;
import dev.fairlead.server.live.ChangeResult;
import dev.fairlead.server.routing.PoolTable;
import dev.fairlead.server.routing.RoutingTable;
import dev.fairlead.server.routing.RoutingTables;
import io.grpc.stub.StreamObserver;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/** Answers the calls about backends. */
@Singleton
public final class BackendCalls extends BackendServiceGrpc.BackendServiceImplBase implements ClosableService {

    private final RoutingTables tables;
    private final BackendWriter writer;
    private final HealthMonitor health;
    private final ProbeOnDemand probes;
    private final Drains drains;
    private final Edits edits;
    private final ChangeSubmission changes;
    private final ChangedParts parts;
    private final CallAnswers answers;

    @Inject
    BackendCalls(
            RoutingTables tables,
            BackendWriter writer,
            HealthMonitor health,
            ProbeOnDemand probes,
            Drains drains,
            Edits edits,
            ChangeSubmission changes,
            ChangedParts parts,
            CallAnswers answers) {
        this.tables = tables;
        this.writer = writer;
        this.health = health;
        this.probes = probes;
        this.drains = drains;
        this.edits = edits;
        this.changes = changes;
        this.parts = parts;
        this.answers = answers;
    }

    @Override
    public void listBackends(ListBackendsRequest request, StreamObserver<ListBackendsResponse> caller) {
        RoutingTable table = tables.current();
        ListBackendsResponse.Builder answer = ListBackendsResponse.newBuilder().setRevision(number(table.revision()));
        PublishedState.pool(table, request.getPool())
                .backends()
                .forEach(view -> answer.addBackends(writer.write(view)));
        CallAnswers.send(caller, answer.build());
    }

    @Override
    public void getBackend(GetBackendRequest request, StreamObserver<GetBackendResponse> caller) {
        RoutingTable table = tables.current();
        PoolTable pool = PublishedState.pool(table, request.getPool());
        CallAnswers.send(
                caller,
                GetBackendResponse.newBuilder()
                        .setRevision(number(table.revision()))
                        .setBackend(writer.write(PublishedState.backend(pool, request.getId())))
                        .build());
    }

    @Override
    public void addBackend(AddBackendRequest request, StreamObserver<AddBackendResponse> caller) {
        answers.send(
                caller,
                changes.make(
                        request, violations -> edits.addBackend(request.getPool(), request.getBackend(), violations)),
                result -> AddBackendResponse.newBuilder()
                        .setRevision(number(result.revision()))
                        .setBackend(parts.backend(result, request.getPool(), edits.idOf(request.getBackend())))
                        .setOutcome(Outcomes.write(result))
                        .build());
    }

    @Override
    public void updateBackend(UpdateBackendRequest request, StreamObserver<UpdateBackendResponse> caller) {
        answers.send(
                caller,
                changes.make(
                        request,
                        violations -> edits.updateBackend(
                                request.getPool(), request.getBackend(), request.getUpdateMask(), violations)),
                result -> UpdateBackendResponse.newBuilder()
                        .setRevision(number(result.revision()))
                        .setBackend(parts.backend(
                                result, request.getPool(), request.getBackend().getId()))
                        .setOutcome(Outcomes.write(result))
                        .build());
    }

    @Override
    public void removeBackend(RemoveBackendRequest request, StreamObserver<RemoveBackendResponse> caller) {
        Optional<Duration> patience = Times.read(request.hasDrainTimeout(), request.getDrainTimeout(), "drain_timeout");
        answers.send(
                caller,
                changes.make(request, violations -> edits.removeBackend(request.getPool(), request.getId(), violations))
                        .whenComplete((result, failure) -> {
                            if (result != null && patience.isPresent()) {
                                removed(result, request).forEach(gone -> drains.cutAfter(gone, patience.get()));
                            }
                        }),
                result -> RemoveBackendResponse.newBuilder()
                        .setRevision(number(result.revision()))
                        .setOutcome(Outcomes.write(result))
                        .build());
    }

    /**
     * The backend that this very change removed: none if the change is a repeat, even if a backend with the same id was
     * added since.
     */
    private static Stream<RunningBackend> removed(ChangeResult result, RemoveBackendRequest request) {
        String pool = Edits.poolName(request.getPool());
        return result.removed().stream()
                .filter(gone -> gone.pool().equals(pool) && gone.id().equals(request.getId()));
    }

    @Override
    public void drainBackend(DrainBackendRequest request, StreamObserver<DrainBackendResponse> caller) {
        Optional<Duration> timeout = Times.read(request.hasTimeout(), request.getTimeout(), "timeout");
        PoolTable pool = PublishedState.pool(tables.current(), request.getPool());
        RunningBackend running = PublishedState.backend(pool, request.getId()).running();
        drains.follow(
                caller,
                answers.prepare(
                        changes.make(request, violations -> Edits.drain(request.getPool(), request.getId())),
                        result -> new StartedDrain(running, result.revision(), Outcomes.write(result))),
                timeout.orElse(null),
                !request.getNoWait());
    }

    @Override
    public void probeBackend(ProbeBackendRequest request, StreamObserver<ProbeBackendResponse> caller) {
        PoolTable pool = PublishedState.pool(tables.current(), request.getPool());
        answers.send(
                caller,
                probes.once(PublishedState.backend(pool, request.getId()).running()),
                probed -> ProbeBackendResponse.newBuilder()
                        .setRevision(number(tables.current().revision()))
                        .setProbe(BackendWriter.probe(probed.probe()))
                        .setHealth(BackendWriter.health(probed.health().state()))
                        .setReason(probed.health().reason())
                        .build());
    }

    @Override
    public void listHealthEvents(ListHealthEventsRequest request, StreamObserver<ListHealthEventsResponse> caller) {
        RoutingTable table = tables.current();
        PoolTable pool = PublishedState.pool(table, request.getPool());
        ListHealthEventsResponse.Builder answer =
                ListHealthEventsResponse.newBuilder().setRevision(number(table.revision()));
        health.history(PublishedState.backend(pool, request.getId()).running())
                .forEach(event -> answer.addEvents(HealthEvent.newBuilder()
                        .setTime(Times.message(event.at()))
                        .setFrom(BackendWriter.health(event.from()))
                        .setTo(BackendWriter.health(event.to()))
                        .setCause(event.cause())));
        CallAnswers.send(caller, answer.build());
    }

    @Override
    public void close() {
        drains.close();
    }
}
