package dev.fairlead.ctl.explain;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import dev.fairlead.control.v1.Attempt;
import dev.fairlead.control.v1.Candidate;
import dev.fairlead.control.v1.ExplainChoiceRequest;
import dev.fairlead.control.v1.ExplainChoiceResponse;
import dev.fairlead.control.v1.ExplainRequestRequest;
import dev.fairlead.control.v1.ExplainRequestResponse;
import dev.fairlead.control.v1.ExplainServiceGrpc;
import dev.fairlead.control.v1.ListRequestsRequest;
import dev.fairlead.control.v1.ListRequestsResponse;
import dev.fairlead.ctl.support.ScriptedServer;
import dev.fairlead.ctl.support.User;
import dev.fairlead.ctl.value.Spans;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ExplainTest {

    private final ScriptedServer server = ScriptedServer.start();
    private final User user = User.of(server);

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aRetriedRequestNamesBothBackendsAndWhy() {
        server.on(
                ExplainServiceGrpc.getExplainRequestMethod(),
                ExplainRequestResponse.newBuilder()
                        .setRequestId("r1")
                        .setTime(Timestamp.newBuilder().setSeconds(1_767_323_045))
                        .setMethod("GET")
                        .setPath("/x")
                        .setHost("example.com")
                        .setClient("10.0.0.9")
                        .setPool("default")
                        .setStatus(200)
                        .setEndReason("completed")
                        .setDuration(Spans.proto(Duration.ofMillis(7)))
                        .addAttempts(Attempt.newBuilder()
                                .setBackend("b1")
                                .setOutcome("connect_failed")
                                .setFailure("connect-failure")
                                .setDetail("connection refused"))
                        .addAttempts(Attempt.newBuilder()
                                .setBackend("b2")
                                .setOutcome("responded")
                                .setStatus(200)
                                .setConnectionReused(true)
                                .setFirstByte(Spans.proto(Duration.ofMillis(5)))
                                .setTotal(Spans.proto(Duration.ofMillis(6))))
                        .addStory("b1 refused the connection, so b2 was asked.")
                        .build());

        assertThat(user.types("explain r1")).isZero();

        assertThat(server.askedOnce(ExplainRequestRequest.class).getRequestId()).isEqualTo("r1");
        assertThat(user.out()).isEqualTo("""
                request  r1
                time     2026-01-02 03:04:05
                asked    GET /x
                host     example.com
                client   10.0.0.9
                pool     default
                status   200
                end      completed
                took     7.0 ms

                BACKEND  OUTCOME         STATUS  CONNECTION  CONNECT  FIRST BYTE   TOTAL  FAILURE
                b1       connect_failed       -  new               -           -       -  connect-failure (connection refused)
                b2       responded          200  kept              -      5.0 ms  6.0 ms  -

                b1 refused the connection, so b2 was asked.
                """);
    }

    @Test
    void anImaginedRequestIsDescribedAndAnswered() {
        server.on(
                ExplainServiceGrpc.getExplainChoiceMethod(),
                ExplainChoiceResponse.newBuilder()
                        .setPool("default")
                        .setStrategy("p2c")
                        .setGeneration(12)
                        .setChoice("b2")
                        .setReason("the lower score of two")
                        .addCandidates(Candidate.newBuilder()
                                .setBackend("b1")
                                .setExcludedBecause("it is down")
                                .setWeight(1))
                        .addCandidates(Candidate.newBuilder()
                                .setBackend("b2")
                                .setEligible(true)
                                .setWeight(1)
                                .setScore(0.5)
                                .setChosen(true))
                        .build());

        assertThat(user.types(
                        "explain",
                        "--would",
                        "POST /x?y=1",
                        "-H",
                        "X-User: 42",
                        "-H",
                        "Host: a.example",
                        "--client",
                        "10.0.0.9"))
                .isZero();

        assertThat(server.askedOnce(ExplainChoiceRequest.class))
                .isEqualTo(ExplainChoiceRequest.newBuilder()
                        .setMethod("POST")
                        .setPath("/x?y=1")
                        .setHost("a.example")
                        .putHeaders("X-User", "42")
                        .setClientAddress("10.0.0.9")
                        .build());
        assertThat(user.out()).isEqualTo("""
                pool default, strategy p2c, generation 12
                backend b2 would get it
                the lower score of two

                   BACKEND  ELIGIBLE  WEIGHT  IN-FLIGHT   SCORE  EXCLUDED BECAUSE
                   b1       no             1          0       -  it is down
                *  b2       yes            1          0  0.5000  -
                """);

        user.types("explain", "--would", "/x", "-o", "name");
        assertThat(user.out()).isEqualTo("b2\n");
        assertThat(server.asked(ExplainChoiceRequest.class).get(1).getMethod()).isEqualTo("GET");
    }

    @Test
    void oneRequestMustBeNamedOrImagined() {
        assertThat(user.types("explain")).isEqualTo(2);
        assertThat(user.types("explain", "r1", "--would", "GET /")).isEqualTo(2);
        assertThat(user.types("explain", "r1", "-H", "A: b")).isEqualTo(2);
        assertThat(user.types("explain", "--would", "GET /", "-H", "nonsense")).isEqualTo(2);
        assertThat(user.err()).contains("\"nonsense\" is not a header, expected 'NAME: VALUE'");
    }

    @Test
    void theLastRequestsAreATable() {
        server.on(
                ExplainServiceGrpc.getListRequestsMethod(),
                ListRequestsResponse.newBuilder()
                        .addRequests(ExplainRequestResponse.newBuilder()
                                .setRequestId("r2")
                                .setTime(Timestamp.newBuilder().setSeconds(1_767_323_045))
                                .setMethod("GET")
                                .setPath("/x")
                                .setStatus(502)
                                .setDuration(Spans.proto(Duration.ofMillis(7)))
                                .addAttempts(Attempt.newBuilder().setBackend("b1"))
                                .addAttempts(Attempt.newBuilder().setBackend("b2")))
                        .build());

        assertThat(user.types("explain --recent --troubled -n 5")).isZero();

        ListRequestsRequest request = server.askedOnce(ListRequestsRequest.class);
        assertThat(request.getTroubled()).isTrue();
        assertThat(request.getLimit()).isEqualTo(5);
        assertThat(user.out()).isEqualTo("""
                TIME                 REQUEST  STATUS    TOOK  BACKENDS  ASKED
                2026-01-02 03:04:05  r2          502  7.0 ms  b1, b2    GET /x
                """);
        assertThat(user.types("explain r1 --recent")).isEqualTo(2);
        assertThat(user.types("explain r1 -n 3")).isEqualTo(2);
        assertThat(user.types("explain --recent -n 0")).isEqualTo(2);
    }
}
