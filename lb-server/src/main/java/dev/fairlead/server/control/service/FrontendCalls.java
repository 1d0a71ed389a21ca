package dev.fairlead.server.control.service;

import static dev.fairlead.server.control.message.Outcomes.number;

import dev.fairlead.control.v1.FrontendServiceGrpc;
import dev.fairlead.control.v1.GetFrontendRequest;
import dev.fairlead.control.v1.GetFrontendResponse;
import dev.fairlead.control.v1.UpdateFrontendRequest;
import dev.fairlead.control.v1.UpdateFrontendResponse;
import dev.fairlead.server.control.call.CallAnswers;
import dev.fairlead.server.control.call.ChangeSubmission;
import dev.fairlead.server.control.message.Edits;
import dev.fairlead.server.control.message.FrontendWriter;
import dev.fairlead.server.control.message.Outcomes;
import dev.fairlead.server.desired.Frontend;
import dev.fairlead.server.state.Revision;
import dev.fairlead.server.state.RevisionHistory;
import io.grpc.stub.StreamObserver;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** CallAnswers the calls about what faces the clients. */
@Singleton
public final class FrontendCalls extends FrontendServiceGrpc.FrontendServiceImplBase {

    private final RevisionHistory history;
    private final Edits edits;
    private final NamedSettings settings;
    private final ChangeSubmission changes;
    private final CallAnswers answers;

    @Inject
    FrontendCalls(
            RevisionHistory history,
            Edits edits,
            NamedSettings settings,
            ChangeSubmission changes,
            CallAnswers answers) {
        this.history = history;
        this.edits = edits;
        this.settings = settings;
        this.changes = changes;
        this.answers = answers;
    }

    @Override
    public void getFrontend(GetFrontendRequest request, StreamObserver<GetFrontendResponse> caller) {
        Revision now = history.current();
        Frontend frontend = now.desired().frontend();
        CallAnswers.send(
                caller,
                GetFrontendResponse.newBuilder()
                        .setRevision(number(now.number()))
                        .setFrontend(FrontendWriter.write(frontend))
                        .putAllSettings(NamedSettings.texts(frontend, request.getKey()))
                        .build());
    }

    @Override
    public void updateFrontend(UpdateFrontendRequest request, StreamObserver<UpdateFrontendResponse> caller) {
        answers.send(
                caller,
                changes.make(
                        request,
                        violations -> settings.ofFrontend(
                                edits.updateFrontend(request.getFrontend(), request.getUpdateMask(), violations),
                                history.current().desired().frontend(),
                                request.getSettingsMap(),
                                violations)),
                result -> UpdateFrontendResponse.newBuilder()
                        .setRevision(number(result.revision()))
                        .setFrontend(FrontendWriter.write(result.after().frontend()))
                        .setOutcome(Outcomes.write(result))
                        .putAllSettings(NamedSettings.texts(result.after().frontend(), ""))
                        .build());
    }
}
