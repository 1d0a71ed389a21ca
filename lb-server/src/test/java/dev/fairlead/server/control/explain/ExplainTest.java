package dev.fairlead.server.control.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.fairlead.control.v1.Attempt;
import dev.fairlead.control.v1.Backend;
import dev.fairlead.control.v1.Candidate;
import dev.fairlead.control.v1.ExplainChoiceRequest;
import dev.fairlead.control.v1.ExplainChoiceResponse;
import dev.fairlead.control.v1.ExplainRequestRequest;
import dev.fairlead.control.v1.ExplainRequestResponse;
import dev.fairlead.control.v1.ExplainServiceGrpc;
import dev.fairlead.control.v1.ExplainServiceGrpc.ExplainServiceBlockingStub;
import dev.fairlead.control.v1.ListRequestsRequest;
import dev.fairlead.control.v1.ListRequestsResponse;
import dev.fairlead.control.v1.UpdateBackendRequest;
import dev.fairlead.server.control.Await;
import dev.fairlead.server.control.ControlRig;
import dev.fairlead.server.control.Operator;
import dev.fairlead.server.demo.ExampleBackend;
import dev.fairlead.server.routing.RecentRequest;
import dev.fairlead.server.routing.RecentRequests;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Why requests went where they went, of requests that really did. */
class ExplainTest {

    @TempDir
    private Path folder;

    private ControlRig rig;
    private Operator operator;

    @BeforeEach
    void start() throws Exception {
        rig = ControlRig.start(
                folder,
                3,
                "pools.default { strategy { name = maglev, key = \"header:X-User\" }, health-check.type = none }");
        operator = rig.operator();
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    private ExplainServiceBlockingStub explain() {
        return ExplainServiceGrpc.newBlockingStub(operator.channel());
    }

    /** Waits until it is remembered, which it is when its last byte is out. */
    private RecentRequest get(String user) throws Exception {
        RecentRequest request = send(request("/x?y=1").header("X-User", user));
        assertThat(request.status()).isEqualTo(200);
        return request;
    }

    private HttpRequest.Builder request(String target) {
        return HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + rig.server().data().getPort() + target));
    }

    private RecentRequest send(HttpRequest.Builder request) throws Exception {
        int before = remembered();
        HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        Await.until("the request is remembered", () -> remembered() > before);
        return rig.server().get(RecentRequests.class).newest(1).get(0);
    }

    private int remembered() {
        return rig.server().get(RecentRequests.class).newest(Integer.MAX_VALUE).size();
    }

    private ExplainChoiceResponse would(String user) {
        return explain()
                .explainChoice(ExplainChoiceRequest.newBuilder()
                        .setPath("/x?y=1")
                        .putHeaders("x-user", user)
                        .build());
    }

    @Test
    void whatWouldBeChosenIsWhatThenGetsTheRequest() throws Exception {
        Set<String> chosen = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            String choice = would("user-" + i).getChoice();
            chosen.add(choice);
            assertThat(get("user-" + i).attempts().get(0).backend()).isEqualTo(choice);
        }
        assertThat(chosen).hasSizeGreaterThan(1);
    }

    @Test
    void candidatesAreListedAndTheExcludedWithTheirReason() {
        operator.backends()
                .updateBackend(UpdateBackendRequest.newBuilder()
                        .setBackend(Backend.newBuilder().setId(rig.address(1)).setAdminState(Backend.AdminState.drain))
                        .build());
        ExplainChoiceResponse told = would("ann");

        assertThat(told.getStrategy()).isEqualTo("maglev");
        assertThat(told.getCandidatesList())
                .extracting(Candidate::getBackend)
                .containsExactly(rig.address(0), rig.address(1), rig.address(2));
        assertThat(told.getCandidates(1).getEligible()).isFalse();
        assertThat(told.getCandidates(1).getExcludedBecause()).contains("draining, as the operator asked");
        assertThat(told.getCandidatesList().stream().filter(Candidate::getChosen))
                .singleElement()
                .extracting(Candidate::getBackend)
                .isEqualTo(told.getChoice());
    }

    @Test
    void askingChangesNothing() throws Exception {
        for (int i = 0; i < 50; i++) {
            would("user-" + i);
        }
        assertThat(remembered()).isZero();
        assertThat(rig.backend(0).journal().total()
                        + rig.backend(1).journal().total()
                        + rig.backend(2).journal().total())
                .isZero();
    }

    @Test
    void aRequestThatWasRetriedNamesBothBackendsAndWhy() throws Exception {
        String first = would("ann").getChoice();
        ExampleBackend victim = victim(first);
        victim.close();
        String id = get("ann").id();

        ExplainRequestResponse told = explain()
                .explainRequest(
                        ExplainRequestRequest.newBuilder().setRequestId(id).build());
        assertThat(told.getMethod()).isEqualTo("GET");
        assertThat(told.getStatus()).isEqualTo(200);
        assertThat(told.getEndReason()).isEqualTo("completed");
        assertThat(told.getAttemptsList()).hasSize(2);
        Attempt failed = told.getAttempts(0);
        Attempt served = told.getAttempts(1);
        assertThat(failed.getBackend()).isEqualTo(first);
        assertThat(failed.getFailure()).isNotEmpty();
        assertThat(served.getBackend()).isNotEqualTo(first);
        assertThat(served.getStatus()).isEqualTo(200);
        assertThat(String.join("\n", told.getStoryList()))
                .contains("chose " + first + " at " + first + " (maglev, generation ")
                .contains(first + " failed after ")
                .contains("nothing had been sent, so it was retried, whatever the method")
                .contains("chose " + served.getBackend())
                .contains(served.getBackend() + " answered 200 after ")
                .contains("the client got 200 after ");
    }

    @Test
    void whyItDidNotGoOnIsTold() throws Exception {
        assertThat(story("GET", "/status?code=503", HttpRequest.BodyPublishers.noBody()))
                .contains("503 is a status to retry, and another backend was free: retried")
                .contains("not retried: pool default tries a request 3 times at most");
        assertThat(story("POST", "/status?code=503", HttpRequest.BodyPublishers.noBody()))
                .contains(" may have started on it, and POST may not be sent twice");
        assertThat(story("GET", "/status?code=500", HttpRequest.BodyPublishers.noBody()))
                .contains("not retried: 500 is not among the statuses to retry");
        assertThat(story("PUT", "/status?code=503", HttpRequest.BodyPublishers.ofByteArray(new byte[1 << 20])))
                .contains("not retried: part of its body was already sent and was not kept");
        assertThat(story("GET", "/status?code=404", HttpRequest.BodyPublishers.noBody()))
                .doesNotContain("not retried");
    }

    private String story(String method, String path, HttpRequest.BodyPublisher body) throws Exception {
        String id = send(request(path).method(method, body)).id();
        return String.join(
                "\n",
                explain()
                        .explainRequest(ExplainRequestRequest.newBuilder()
                                .setRequestId(id)
                                .build())
                        .getStoryList());
    }

    private ExampleBackend victim(String address) {
        for (int i = 0; i < 3; i++) {
            if (rig.address(i).equals(address)) {
                return rig.backend(i);
            }
        }
        throw new AssertionError("no backend at " + address);
    }

    @Test
    void whatIsNotRememberedIsSaidWithWhatIs() throws Exception {
        get("ann");
        Status status = refusal("nobody-knows");
        assertThat(status.getCode()).isEqualTo(Status.Code.NOT_FOUND);
        assertThat(status.getDescription())
                .startsWith("request \"nobody-knows\" is not remembered; 1 are remembered, the oldest of ");
        assertThat(refusal("").getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    }

    private Status refusal(String id) {
        return catchThrowableOfType(
                        StatusRuntimeException.class,
                        () -> explain()
                                .explainRequest(ExplainRequestRequest.newBuilder()
                                        .setRequestId(id)
                                        .build()))
                .getStatus();
    }

    @Test
    void theLastRequestsAreListedTheNewestFirst() throws Exception {
        String first = get("ann").id();
        String second = get("bob").id();
        RecentRequest refused = send(request("/status?code=503").header("X-User", "ann"));

        ListRequestsResponse all = explain().listRequests(ListRequestsRequest.getDefaultInstance());
        assertThat(all.getRevision()).isEqualTo(1);
        assertThat(all.getRequestsList())
                .extracting(ExplainRequestResponse::getRequestId)
                .containsExactly(refused.id(), second, first);
        assertThat(all.getRequests(2).getAttemptsCount()).isEqualTo(1);

        assertThat(explain()
                        .listRequests(ListRequestsRequest.newBuilder()
                                .setTroubled(true)
                                .build())
                        .getRequestsList())
                .extracting(ExplainRequestResponse::getRequestId)
                .containsExactly(refused.id());
        assertThat(explain()
                        .listRequests(ListRequestsRequest.newBuilder()
                                .setPool("default")
                                .setLimit(1)
                                .build())
                        .getRequestsList())
                .extracting(ExplainRequestResponse::getRequestId)
                .containsExactly(refused.id());
    }

    @Test
    void aListHasBoundsAndAPoolThatExists() {
        assertThat(catchThrowableOfType(
                                StatusRuntimeException.class,
                                () -> explain()
                                        .listRequests(ListRequestsRequest.newBuilder()
                                                .setLimit(1001)
                                                .build()))
                        .getStatus()
                        .getCode())
                .isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(catchThrowableOfType(
                                StatusRuntimeException.class,
                                () -> explain()
                                        .listRequests(ListRequestsRequest.newBuilder()
                                                .setPool("nope")
                                                .build()))
                        .getStatus()
                        .getCode())
                .isEqualTo(Status.Code.NOT_FOUND);
    }
}
