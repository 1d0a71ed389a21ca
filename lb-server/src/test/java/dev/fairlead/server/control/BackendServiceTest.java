package dev.fairlead.server.control;

import static dev.fairlead.server.control.Operator.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.FieldMask;
import com.google.rpc.ErrorInfo;
import com.google.rpc.PreconditionFailure;
import dev.fairlead.control.v1.AddBackendRequest;
import dev.fairlead.control.v1.AddBackendResponse;
import dev.fairlead.control.v1.Backend;
import dev.fairlead.control.v1.GetBackendRequest;
import dev.fairlead.control.v1.ListBackendsRequest;
import dev.fairlead.control.v1.ListBackendsResponse;
import dev.fairlead.control.v1.ListHealthEventsRequest;
import dev.fairlead.control.v1.ProbeBackendRequest;
import dev.fairlead.control.v1.ProbeBackendResponse;
import dev.fairlead.control.v1.RemoveBackendRequest;
import dev.fairlead.control.v1.UpdateBackendRequest;
import dev.fairlead.control.v1.UpdateBackendResponse;
import io.grpc.Status;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackendServiceTest {

    @TempDir
    private Path folder;

    private ControlRig rig;
    private Operator operator;

    @BeforeEach
    void start() throws Exception {
        rig = ControlRig.start(folder, 2);
        operator = rig.operator();
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    @Test
    void listsWhatIsWantedAndWhatIsSeen() {
        ListBackendsResponse answer = operator.backends().listBackends(ListBackendsRequest.getDefaultInstance());

        assertThat(answer.getRevision()).isEqualTo(1);
        assertThat(answer.getBackendsList()).hasSize(2).allSatisfy(backend -> {
            assertThat(backend.getPool()).isEqualTo("default");
            assertThat(backend.getUrl()).isEqualTo("http://" + backend.getId());
            assertThat(backend.getWeight()).isEqualTo(1);
            assertThat(backend.getAdminState()).isEqualTo(Backend.AdminState.ready);
            assertThat(backend.getHealth()).isEqualTo(Backend.Health.up);
            assertThat(backend.getReason()).isEmpty();
            assertThat(backend.getEligible()).isTrue();
            assertThat(backend.getEffectiveWeight()).isEqualTo(1);
            assertThat(backend.getLastProbe().getHealthy()).isTrue();
            assertThat(backend.getLastProbe().getDetail()).contains("GET /health answered 200");
        });
    }

    @Test
    void addsOneAndAnEqualOneAgainIsNoChange() {
        AddBackendRequest request = AddBackendRequest.newBuilder()
                .setBackend(Backend.newBuilder()
                        .setId("extra")
                        .setUrl("127.0.0.1:9")
                        .setWeight(3)
                        .putTags("zone", "a"))
                .setMessage("more room")
                .build();

        AddBackendResponse first = operator.backends().addBackend(request);
        AddBackendResponse again = operator.backends().addBackend(request);

        assertThat(first.getRevision()).isEqualTo(2);
        assertThat(first.getOutcome().getChanged()).isTrue();
        assertThat(first.getOutcome().getDifferencesList())
                .containsExactly("pool default backend extra added at http://127.0.0.1:9");
        assertThat(first.getBackend().getWeight()).isEqualTo(3);
        assertThat(first.getBackend().getTagsMap()).containsEntry("zone", "a");
        assertThat(first.getBackend().getHealth()).isIn(Backend.Health.unknown, Backend.Health.down);
        assertThat(again.getRevision()).isEqualTo(2);
        assertThat(again.getOutcome().getChanged()).isFalse();
        assertThat(rig.history().current().author()).isEqualTo("local");
        assertThat(rig.history().current().message()).isEqualTo("more room");
    }

    @Test
    void aDifferentOneUnderTheSameIdIsAConflict() {
        var refused = refused(() -> operator.backends()
                .addBackend(AddBackendRequest.newBuilder()
                        .setBackend(Backend.newBuilder().setUrl(rig.address(0)).setWeight(7))
                        .build()));

        refused.is(Status.Code.ALREADY_EXISTS);
        assertThat(refused.sentence()).contains("already exists with other settings", "with weight 1");
        assertThat(refused.detail(ErrorInfo.class).getMetadataMap()).containsEntry("current_revision", "1");
    }

    @Test
    void everyFieldThatIsWrongIsNamedAtOnce() {
        var refused = refused(() -> operator.backends()
                .addBackend(AddBackendRequest.newBuilder()
                        .setBackend(Backend.newBuilder()
                                .setId("no spaces")
                                .setUrl("ftp://10.0.0.1:21")
                                .setWeight(2000)
                                .setAdminStateValue(9))
                        .setRequestId("ümlaut")
                        .setMessage("two\nlines")
                        .build()));

        refused.is(Status.Code.INVALID_ARGUMENT);
        assertThat(refused.violations())
                .containsExactlyInAnyOrder(
                        "backend.url: \"ftp://10.0.0.1:21\" has scheme \"ftp\", expected http or https",
                        "backend.admin_state: 9 is unknown, expected ready, drain or maint",
                        "backend.id: \"no spaces\" is not an id, expected 1 to 255 letters, digits or any of . _ - : @ % [ ]",
                        "backend.weight: 2000 is out of range, expected a number from 0 to 1000",
                        "request_id: cannot be used, expected 1 to 128 visible ASCII characters",
                        "message: cannot be kept, expected one line of 1000 characters at the most");
        assertThat(rig.history().current().number()).isEqualTo(1);
    }

    @Test
    void updatesWhatIsSetAndLeavesTheRest() {
        UpdateBackendResponse answer = operator.backends()
                .updateBackend(UpdateBackendRequest.newBuilder()
                        .setBackend(Backend.newBuilder().setId(rig.address(0)).setWeight(5))
                        .build());

        assertThat(answer.getBackend().getWeight()).isEqualTo(5);
        assertThat(answer.getBackend().getUrl()).isEqualTo("http://" + rig.address(0));
        assertThat(answer.getOutcome().getDifferencesList())
                .containsExactly("pool default backend " + rig.address(0) + " weight 1 -> 5");
    }

    @Test
    void aFieldThatIsNamedAndNotSetGetsItsDefault() {
        String id = rig.address(0);
        update(Backend.newBuilder().setId(id).setWeight(5).putTags("zone", "a").putTags("rack", "7"));

        update(Backend.newBuilder().setId(id).putTags("zone", "b"), "weight", "tags.zone", "tags.rack");

        Backend now = operator.backends()
                .getBackend(GetBackendRequest.newBuilder().setId(id).build())
                .getBackend();
        assertThat(now.getWeight()).isEqualTo(1);
        assertThat(now.getTagsMap()).hasSize(1).containsEntry("zone", "b");
    }

    @Test
    void whatIsOutsideTheMaskIsNotEvenLookedAt() {
        UpdateBackendResponse answer =
                update(Backend.newBuilder().setId(rig.address(0)).setWeight(4).setUrl("nonsense"), "weight");

        assertThat(answer.getBackend().getWeight()).isEqualTo(4);
    }

    @Test
    void aPathThatThereIsNotIsRefusedWithTheNearest() {
        var refused = refused(() -> update(Backend.newBuilder().setId(rig.address(0)), "wieght", "id"));

        refused.is(Status.Code.INVALID_ARGUMENT);
        assertThat(refused.violations())
                .hasSize(2)
                .contains("update_mask: \"wieght\" cannot be updated, did you mean \"weight\"?");
    }

    @Test
    void anUnknownIdIsRefusedWithTheNearest() {
        operator.backends()
                .addBackend(AddBackendRequest.newBuilder()
                        .setBackend(Backend.newBuilder().setId("payments").setUrl("127.0.0.1:9"))
                        .build());

        for (var refused : new Operator.Refused[] {
            refused(() -> operator.backends()
                    .getBackend(GetBackendRequest.newBuilder().setId("paymnets").build())),
            refused(() -> operator.backends()
                    .removeBackend(
                            RemoveBackendRequest.newBuilder().setId("paymnets").build())),
            refused(() -> update(Backend.newBuilder().setId("paymnets").setWeight(2)))
        }) {
            refused.is(Status.Code.NOT_FOUND);
            assertThat(refused.sentence())
                    .isEqualTo("pool \"default\" has no backend \"paymnets\", did you mean \"payments\"?");
            assertThat(refused.detail(ErrorInfo.class).getMetadataMap()).containsEntry("nearest", "payments");
        }
    }

    @Test
    void theGuardRefusesToRemoveTheLastUnlessForced() {
        remove(rig.address(0), false);

        var refused = refused(() -> remove(rig.address(1), false));

        refused.is(Status.Code.FAILED_PRECONDITION);
        assertThat(refused.sentence()).contains("would be left with no backend that takes requests");
        assertThat(refused.detail(PreconditionFailure.class).getViolations(0).getSubject())
                .isEqualTo("min-healthy");
        remove(rig.address(1), true);
        assertThat(operator.backends()
                        .listBackends(ListBackendsRequest.getDefaultInstance())
                        .getBackendsList())
                .isEmpty();
    }

    @Test
    void aProbeSaysWhatItSawAndWhatCameOfIt() {
        rig.backend(0).close();

        ProbeBackendResponse answer = operator.backends()
                .probeBackend(
                        ProbeBackendRequest.newBuilder().setId(rig.address(0)).build());

        assertThat(answer.getProbe().getHealthy()).isFalse();
        assertThat(answer.getProbe().getDetail()).contains("refused");
        assertThat(answer.getRevision()).isEqualTo(1);
    }

    @Test
    void healthEventsAreToldOldestFirst() {
        var answer = operator.backends()
                .listHealthEvents(ListHealthEventsRequest.newBuilder()
                        .setId(rig.address(1))
                        .build());

        assertThat(answer.getEventsList()).singleElement().satisfies(event -> {
            assertThat(event.getFrom()).isEqualTo(Backend.Health.unknown);
            assertThat(event.getTo()).isEqualTo(Backend.Health.up);
            assertThat(event.getCause()).contains("GET /health answered 200");
            assertThat(event.getTime().getSeconds()).isPositive();
        });
    }

    private UpdateBackendResponse update(Backend.Builder backend, String... paths) {
        return operator.backends()
                .updateBackend(UpdateBackendRequest.newBuilder()
                        .setBackend(backend)
                        .setUpdateMask(FieldMask.newBuilder().addAllPaths(java.util.List.of(paths)))
                        .build());
    }

    private Object remove(String id, boolean force) {
        return operator.backends()
                .removeBackend(RemoveBackendRequest.newBuilder()
                        .setId(id)
                        .setForce(force)
                        .build());
    }
}
