package dev.fairlead.server.control.service;

import static dev.fairlead.server.control.message.Outcomes.number;

import dev.fairlead.control.v1.ApplyFileRequest;
import dev.fairlead.control.v1.ApplyFileResponse;
import dev.fairlead.control.v1.DiffConfigRequest;
import dev.fairlead.control.v1.DiffConfigResponse;
import dev.fairlead.control.v1.ReloadRequest;
import dev.fairlead.control.v1.ReloadResponse;
import dev.fairlead.control.v1.ValidateConfigRequest;
import dev.fairlead.control.v1.ValidateConfigResponse;
import dev.fairlead.server.config.InvalidConfigException;
import dev.fairlead.server.config.reload.ConfigFile;
import dev.fairlead.server.control.auth.Caller;
import dev.fairlead.server.control.auth.Role;
import dev.fairlead.server.control.call.CallAnswers;
import dev.fairlead.server.control.call.ChangeSubmission;
import dev.fairlead.server.control.call.FileThread;
import dev.fairlead.server.control.message.AllowedFiles;
import dev.fairlead.server.control.message.Outcomes;
import dev.fairlead.server.desired.DesiredState;
import dev.fairlead.server.live.ChangeResult;
import dev.fairlead.server.routing.RoutingTables;
import dev.fairlead.server.state.Change;
import dev.fairlead.server.state.ChangeTerms;
import dev.fairlead.server.state.Differences;
import dev.fairlead.server.state.Revision;
import dev.fairlead.server.state.RevisionHistory;
import io.grpc.stub.StreamObserver;
import jakarta.inject.Inject;
import java.util.List;
import java.util.function.UnaryOperator;

/** Answers the calls that read configuration files: the caller's, and the one that the server was started with. */
final class FileCalls {

    private final RoutingTables tables;
    private final RevisionHistory history;
    private final ConfigSource source;
    private final SentFiles sent;
    private final ReloadOnDemand reloading;
    private final ChangeSubmission changes;
    private final FileThread thread;
    private final CallAnswers answers;

    /**
     * The other side of a comparison with the running state.
     *
     * @param desired computes it from the running state
     */
    private record Other(String name, UnaryOperator<DesiredState> desired) {}

    @Inject
    FileCalls(
            RoutingTables tables,
            RevisionHistory history,
            ConfigSource source,
            AllowedFiles allowed,
            ReloadOnDemand reloading,
            ChangeSubmission changes,
            FileThread thread,
            CallAnswers answers) {
        this.tables = tables;
        this.history = history;
        this.source = source;
        this.sent = new SentFiles(source, allowed);
        this.reloading = reloading;
        this.changes = changes;
        this.thread = thread;
        this.answers = answers;
    }

    void validate(ValidateConfigRequest request, StreamObserver<ValidateConfigResponse> caller) {
        var file = SentFiles.required(request.getFile(), "file");
        Role role = Caller.current().role();
        answers.send(
                caller,
                FileReading.on(thread, () -> sent.read(file, role)),
                reading -> ValidateConfigResponse.newBuilder()
                        .setRevision(revision())
                        .addAllProblems(Outcomes.write(reading.problems()))
                        .build());
    }

    void apply(ApplyFileRequest request, StreamObserver<ApplyFileResponse> caller) {
        var file = SentFiles.required(request.getFile(), "file");
        ChangeTerms terms = ChangeSubmission.terms(request);
        answers.send(
                caller,
                FileReading.on(thread, () -> sent.readToApply(file))
                        .thenCompose(reading -> reading.then(
                                config -> changes.make(SentFiles.change(file, config, request.getReplace()), terms))),
                reading -> {
                    ApplyFileResponse.Builder answer =
                            ApplyFileResponse.newBuilder().addAllProblems(Outcomes.write(reading.problems()));
                    ChangeResult result = reading.value();
                    return result == null
                            ? answer.setRevision(revision()).build()
                            : answer.setRevision(number(result.revision()))
                                    .setOutcome(Outcomes.write(result))
                                    .build();
                });
    }

    void reload(ReloadRequest request, StreamObserver<ReloadResponse> caller) {
        source.requireFile();
        ChangeTerms terms = ChangeSubmission.terms(request);
        answers.send(caller, FileReading.on(thread, () -> reloading.reload(terms)), reading -> {
            ReloadResponse.Builder answer =
                    ReloadResponse.newBuilder().addAllProblems(Outcomes.write(reading.problems()));
            ChangeResult result = reading.value();
            return result == null
                    ? answer.setRevision(revision()).build()
                    : answer.setRevision(number(result.revision()))
                            .setOutcome(Outcomes.write(result))
                            .build();
        });
    }

    void compare(DiffConfigRequest request, StreamObserver<DiffConfigResponse> caller) {
        if (request.hasAgainstFile()) {
            SentFiles.required(request.getAgainstFile(), "against_file");
        }
        Role role = Caller.current().role();
        answers.send(caller, FileReading.on(thread, () -> other(request, role)), reading -> difference(reading));
    }

    private Other other(DiffConfigRequest request, Role role) throws InvalidConfigException {
        if (request.hasAgainstRevision()) {
            long number = Integer.toUnsignedLong(request.getAgainstRevision());
            DesiredState former = history.stateOf(number);
            return new Other("revision " + number, now -> former);
        }
        if (request.hasAgainstFile()) {
            var other = request.getAgainstFile();
            Change change = SentFiles.change(other, sent.read(other, role), request.getReplace());
            return new Other(SentFiles.name(other), change::applyTo);
        }
        ConfigFile file = source.requireFile();
        DesiredState read = file.look().desired();
        return new Other(file.file() == null ? "the command line" : file.toString(), now -> read);
    }

    private DiffConfigResponse difference(FileReading<Other> reading) {
        Revision now = history.current();
        DiffConfigResponse.Builder answer = DiffConfigResponse.newBuilder()
                .setRevision(number(now.number()))
                .addAllProblems(Outcomes.write(reading.problems()));
        Other other = reading.value();
        if (other != null) {
            List<String> differences = Differences.between(other.desired().apply(now.desired()), now.desired());
            answer.setTitle("running state against " + other.name())
                    .setSame(differences.isEmpty())
                    .addAllDifferences(differences);
        }
        return answer.build();
    }

    private int revision() {
        return number(tables.current().revision());
    }
}
