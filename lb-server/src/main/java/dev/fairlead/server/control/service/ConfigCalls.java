package dev.fairlead.server.control.service;

import static dev.fairlead.server.control.message.Outcomes.number;

import dev.fairlead.control.v1.ApplyChangesRequest;
import dev.fairlead.control.v1.ApplyChangesResponse;
import dev.fairlead.control.v1.ApplyFileRequest;
import dev.fairlead.control.v1.ApplyFileResponse;
import dev.fairlead.control.v1.ConfigServiceGrpc;
import dev.fairlead.control.v1.DescribeSettingsRequest;
import dev.fairlead.control.v1.DescribeSettingsResponse;
import dev.fairlead.control.v1.DiffConfigRequest;
import dev.fairlead.control.v1.DiffConfigResponse;
import dev.fairlead.control.v1.GetConfigRequest;
import dev.fairlead.control.v1.GetConfigResponse;
import dev.fairlead.control.v1.ListRevisionsRequest;
import dev.fairlead.control.v1.ListRevisionsResponse;
import dev.fairlead.control.v1.PoolBackends;
import dev.fairlead.control.v1.ReloadRequest;
import dev.fairlead.control.v1.ReloadResponse;
import dev.fairlead.control.v1.RollbackRequest;
import dev.fairlead.control.v1.RollbackResponse;
import dev.fairlead.control.v1.ValidateConfigRequest;
import dev.fairlead.control.v1.ValidateConfigResponse;
import dev.fairlead.server.config.ServerConfig;
import dev.fairlead.server.config.write.ConfigWriter;
import dev.fairlead.server.control.call.CallAnswers;
import dev.fairlead.server.control.call.ChangeSubmission;
import dev.fairlead.server.control.message.BackendWriter;
import dev.fairlead.server.control.message.Descriptions;
import dev.fairlead.server.control.message.Edits;
import dev.fairlead.server.control.message.InvalidRequest;
import dev.fairlead.server.control.message.Outcomes;
import dev.fairlead.server.control.message.PoolWriter;
import dev.fairlead.server.desired.DesiredState;
import dev.fairlead.server.state.Revision;
import dev.fairlead.server.state.RevisionHistory;
import io.grpc.stub.StreamObserver;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;

/** Answers the calls about the whole desired state. */
@Singleton
public final class ConfigCalls extends ConfigServiceGrpc.ConfigServiceImplBase {

    private final RevisionHistory history;
    private final ConfigSource source;
    private final FileCalls files;
    private final Edits edits;
    private final ChangeSubmission changes;
    private final CallAnswers answers;

    @Inject
    ConfigCalls(
            RevisionHistory history,
            ConfigSource source,
            FileCalls files,
            Edits edits,
            ChangeSubmission changes,
            CallAnswers answers) {
        this.history = history;
        this.source = source;
        this.files = files;
        this.edits = edits;
        this.changes = changes;
        this.answers = answers;
    }

    @Override
    public void applyChanges(ApplyChangesRequest request, StreamObserver<ApplyChangesResponse> caller) {
        answers.send(
                caller,
                changes.makeAll(request, violations -> edits.batch(request.getChangesList(), violations)),
                result -> ApplyChangesResponse.newBuilder()
                        .setRevision(number(result.revision()))
                        .setOutcome(Outcomes.write(result))
                        .build());
    }

    @Override
    public void applyFile(ApplyFileRequest request, StreamObserver<ApplyFileResponse> caller) {
        files.apply(request, caller);
    }

    @Override
    public void validateConfig(ValidateConfigRequest request, StreamObserver<ValidateConfigResponse> caller) {
        files.validate(request, caller);
    }

    @Override
    public void diffConfig(DiffConfigRequest request, StreamObserver<DiffConfigResponse> caller) {
        files.compare(request, caller);
    }

    @Override
    public void reload(ReloadRequest request, StreamObserver<ReloadResponse> caller) {
        files.reload(request, caller);
    }

    @Override
    public void getConfig(GetConfigRequest request, StreamObserver<GetConfigResponse> caller) {
        long asked = Integer.toUnsignedLong(request.getRevision());
        Revision now = history.current();
        DesiredState desired = asked == 0 ? now.desired() : history.stateOf(asked);
        GetConfigResponse.Builder answer = GetConfigResponse.newBuilder()
                .setRevision(number(asked == 0 ? now.number() : asked))
                .setHocon(new ConfigWriter().write(new ServerConfig(source.boot(), desired)));
        desired.pools().forEach((name, pool) -> {
            answer.addPools(PoolWriter.write(pool));
            answer.addBackends(PoolBackends.newBuilder()
                    .setPool(name)
                    .addAllBackends(pool.backends().stream()
                            .map(backend -> BackendWriter.write(name, backend))
                            .toList()));
        });
        CallAnswers.send(caller, answer.build());
    }

    @Override
    public void describeSettings(DescribeSettingsRequest request, StreamObserver<DescribeSettingsResponse> caller) {
        CallAnswers.send(
                caller,
                DescribeSettingsResponse.newBuilder()
                        .addAllSettings(Descriptions.all())
                        .build());
    }

    @Override
    public void listRevisions(ListRevisionsRequest request, StreamObserver<ListRevisionsResponse> caller) {
        List<Revision> kept = history.all();
        long limit = request.getLimit() == 0 ? kept.size() : Integer.toUnsignedLong(request.getLimit());
        ListRevisionsResponse.Builder answer = ListRevisionsResponse.newBuilder()
                .setRevision(
                        number(kept.isEmpty() ? 0 : kept.get(kept.size() - 1).number()));
        for (int i = kept.size() - 1; i >= Math.max(0, kept.size() - limit); i--) {
            answer.addRevisions(Outcomes.write(kept.get(i), i == 0 ? null : kept.get(i - 1)));
        }
        CallAnswers.send(caller, answer.build());
    }

    @Override
    public void rollback(RollbackRequest request, StreamObserver<RollbackResponse> caller) {
        if (request.getToRevision() == 0) {
            throw new InvalidRequest("to_revision", "is missing, expected the number of a revision that is kept");
        }
        answers.send(
                caller,
                changes.rollBack(request, Integer.toUnsignedLong(request.getToRevision())),
                result -> RollbackResponse.newBuilder()
                        .setRevision(number(result.revision()))
                        .setOutcome(Outcomes.write(result))
                        .build());
    }
}
