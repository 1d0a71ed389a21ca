package dev.fairlead.server.control;

import static dev.fairlead.server.control.Operator.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.PreconditionFailure;
import dev.fairlead.control.v1.GetPoolRequest;
import dev.fairlead.control.v1.ListStrategiesRequest;
import dev.fairlead.control.v1.PromoteStrategyRequest;
import dev.fairlead.control.v1.PromoteStrategyResponse;
import dev.fairlead.control.v1.SetStrategyRequest;
import dev.fairlead.control.v1.ShadowStrategyRequest;
import dev.fairlead.control.v1.ShadowStrategyResponse;
import dev.fairlead.control.v1.StrategyChoice;
import dev.fairlead.control.v1.UnloadPluginRequest;
import dev.fairlead.server.ClientLoad;
import dev.fairlead.server.control.message.Times;
import dev.fairlead.server.strategy.jar.TestJar;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A candidate in the shadow, from the first report to its promotion. */
class StrategyServiceTest {

    private static final int NEVER = 1000;

    private static ControlRig rig;
    private static ClientLoad load;
    private static Operator operator;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        Path plugins = Files.createDirectory(folder.resolve("plugins"));
        TestJar.strategy("acme").writeTo(plugins.resolve("acme.jar"));
        TestJar.selecting("hanging", "new java.util.concurrent.Semaphore(0).acquireUninterruptibly();")
                .writeTo(plugins.resolve("hanging.jar"));
        rig = ControlRig.start(folder, 3);
        operator = rig.operator();
        load = new ClientLoad(rig.server().data(), 2);
    }

    @BeforeEach
    void rotate() {
        set("round_robin");
    }

    @AfterEach
    void reset() {
        off();
        assertThat(load.failures()).isEmpty();
    }

    @AfterAll
    static void stop() throws Exception {
        load.stop();
        rig.close();
    }

    private static void set(String name) {
        operator.strategies()
                .setStrategy(SetStrategyRequest.newBuilder()
                        .setStrategy(StrategyChoice.newBuilder().setName(name))
                        .build());
    }

    private static ShadowStrategyRequest.Builder shadow(String name) {
        return ShadowStrategyRequest.newBuilder()
                .setInterval(Times.message(Duration.ofMillis(100)))
                .setStrategy(StrategyChoice.newBuilder().setName(name));
    }

    /** Reports until one has so many requests. */
    private static ShadowStrategyResponse report(String name, int requests) {
        Iterator<ShadowStrategyResponse> reports =
                operator.strategies().shadowStrategy(shadow(name).build());
        for (int i = 0; i < NEVER; i++) {
            ShadowStrategyResponse report = reports.next();
            if (report.getRequests() >= requests) {
                return report;
            }
        }
        throw new AssertionError("no report of " + requests + " requests");
    }

    private static ShadowStrategyResponse off() {
        return operator.strategies()
                .shadowStrategy(ShadowStrategyRequest.newBuilder().setEnd(true).build())
                .next();
    }

    private static int revision() {
        return operator.pools().getPool(GetPoolRequest.getDefaultInstance()).getRevision();
    }

    private static String strategy() {
        return operator.pools()
                .getPool(GetPoolRequest.getDefaultInstance())
                .getPool()
                .getStrategy()
                .getName();
    }

    @Test
    void tellsHowTheCandidateComparesAndGoesOnWhenNobodyListens() {
        ShadowStrategyResponse report = report("first", 100);

        assertThat(report.getRevision()).isEqualTo(revision());
        assertThat(report.getPool()).isEqualTo("default");
        assertThat(report.getCandidate()).isEqualTo("first");
        assertThat(report.getAgreement()).isBetween(0.25, 0.42);
        assertThat(report.getSharesList())
                .extracting(share -> share.getBackend())
                .containsExactly(rig.address(0), rig.address(1), rig.address(2));
        assertThat(report.getShares(0).getCandidate()).isEqualTo(1);
        assertThat(report.getShares(0).getLive()).isBetween(0.25, 0.42);
        assertThat(report.getSpreadCandidate()).isGreaterThan(report.getSpreadLive());
        assertThat(report.getNanosLive()).isPositive();
        assertThat(report.getNanosCandidate()).isPositive();
        assertThat(report.getErrors()).isZero();
        assertThat(report.getEnded()).isEmpty();
        assertThat(strategy()).isEqualTo("round_robin");

        // The same question again is about the same shadow.
        report("first", (int) report.getRequests() + 1);

        ShadowStrategyResponse last = off();
        assertThat(last.getCandidate()).isEqualTo("first");
        assertThat(last.getEnded()).startsWith("it was ended by ");
        assertThat(off().getCandidate()).isEmpty();
    }

    @Test
    void whoListensHearsTheEnd() throws Exception {
        Iterator<ShadowStrategyResponse> reports =
                operator.strategies().shadowStrategy(shadow("p2c").build());
        reports.next();
        off();
        ShadowStrategyResponse last = null;
        while (reports.hasNext()) {
            last = reports.next();
        }
        assertThat(last).isNotNull();
        assertThat(last.getEnded()).startsWith("it was ended by ");
    }

    @Test
    void theOneThatRunsCanBeLookedAt() {
        ShadowStrategyRequest look = ShadowStrategyRequest.getDefaultInstance();
        Operator.Refused nobody =
                refused(() -> operator.strategies().shadowStrategy(look).next());
        assertThat(nobody.code()).isEqualTo(Status.Code.FAILED_PRECONDITION);
        assertThat(nobody.sentence()).isEqualTo("pool \"default\" has no shadow");

        report("first", 10);

        assertThat(operator.strategies().shadowStrategy(look).next().getRequests())
                .isGreaterThanOrEqualTo(10);
        assertThat(operator.strategies()
                        .listStrategies(ListStrategiesRequest.getDefaultInstance())
                        .getStrategiesList())
                .filteredOn(strategy -> strategy.getShadowedPoolsList().contains("default"))
                .extracting(strategy -> strategy.getName())
                .containsExactly("first");
    }

    @Test
    void anEndNamesNoStrategy() {
        Operator.Refused refused = refused(() -> operator.strategies()
                .shadowStrategy(shadow("first").setEnd(true).build())
                .next());
        assertThat(refused.code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(refused.detail(BadRequest.class).getFieldViolations(0).getField())
                .isEqualTo("end");
    }

    @Test
    void promotionIsARevisionAndEndsTheShadow() throws Exception {
        int before = revision();
        report("p2c", 50);
        Iterator<ShadowStrategyResponse> listening =
                operator.strategies().shadowStrategy(shadow("p2c").build());
        listening.next();

        PromoteStrategyResponse tried = operator.strategies()
                .promoteStrategy(PromoteStrategyRequest.newBuilder()
                        .setValidateOnly(true)
                        .build());
        assertThat(tried.getOutcome().getValidateOnly()).isTrue();
        assertThat(strategy()).isEqualTo("round_robin");

        PromoteStrategyRequest promote = PromoteStrategyRequest.newBuilder()
                .setMessage("it is better")
                .setIfRevision(before)
                .setRequestId("promotion-1")
                .build();
        PromoteStrategyResponse promoted = operator.strategies().promoteStrategy(promote);
        assertThat(promoted.getRevision()).isEqualTo(before + 1);
        assertThat(promoted.getPool().getStrategy().getName()).isEqualTo("p2c");
        assertThat(promoted.getOutcome().getDifferencesList())
                .containsExactly("pool default strategy round_robin -> p2c");
        assertThat(strategy()).isEqualTo("p2c");
        String ended = "";
        while (listening.hasNext()) {
            ended = listening.next().getEnded();
        }
        assertThat(ended).isEqualTo("it was promoted");

        // A repeat of the call is told what the first was told, and ends no other shadow; another one finds nobody.
        report("first", 1);
        assertThat(operator.strategies().promoteStrategy(promote).getRevision()).isEqualTo(before + 1);
        assertThat(off().getCandidate()).isEqualTo("first");
        Operator.Refused again =
                refused(() -> operator.strategies().promoteStrategy(PromoteStrategyRequest.getDefaultInstance()));
        assertThat(again.code()).isEqualTo(Status.Code.FAILED_PRECONDITION);
        assertThat(again.sentence()).isEqualTo("pool \"default\" has no shadow");
        assertThat(again.detail(PreconditionFailure.class).getViolations(0).getSubject())
                .isEqualTo("strategy");
        load.awaitMore(50);
    }

    @Test
    void theShadowGoesOnBesideAnotherLiveStrategy() {
        report("first", 20);
        set("random");
        assertThat(report("first", 20).getEnded()).isEmpty();
    }

    @Test
    void anUnknownCandidateIsNotFound() {
        Operator.Refused refused = refused(() ->
                operator.strategies().shadowStrategy(shadow("frist").build()).next());
        assertThat(refused.code()).isEqualTo(Status.Code.NOT_FOUND);
        assertThat(refused.detail(ErrorInfo.class).getMetadataMap()).containsEntry("nearest", "first");
    }

    @Test
    void aWrongOptionIsNamed() {
        ShadowStrategyRequest.Builder request = shadow("p2c");
        request.getStrategyBuilder().putOptions("choices", "many");
        Operator.Refused refused = refused(
                () -> operator.strategies().shadowStrategy(request.build()).next());
        assertThat(refused.code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(refused.detail(BadRequest.class).getFieldViolations(0).getField())
                .isEqualTo("strategy.options.choices");
    }

    @Test
    void thePaceHasBounds() {
        ShadowStrategyRequest.Builder request = shadow("first").setInterval(Times.message(Duration.ofMillis(99)));
        Operator.Refused refused = refused(
                () -> operator.strategies().shadowStrategy(request.build()).next());
        assertThat(refused.code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(refused.detail(BadRequest.class).getFieldViolations(0).getField())
                .isEqualTo("interval");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, 100.1, Double.NaN, Double.POSITIVE_INFINITY})
    void aSampleIsAShareOfAllRequests(double percent) {
        Operator.Refused refused = refused(() -> operator.strategies()
                .shadowStrategy(shadow("first").setSamplePercent(percent).build())
                .next());
        assertThat(refused.code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(refused.detail(BadRequest.class).getFieldViolations(0).getField())
                .isEqualTo("sample_percent");
        assertThat(off().getCandidate()).isEmpty();
    }

    @Test
    void anUnknownPoolIsNotFound() {
        assertThat(refused(() -> operator.strategies()
                                .shadowStrategy(
                                        shadow("first").setPool("defualt").build())
                                .next())
                        .code())
                .isEqualTo(Status.Code.NOT_FOUND);
    }

    @Test
    void aCandidateThatHangsIsGivenUpWhileRequestsGoOn() {
        Iterator<ShadowStrategyResponse> reports =
                operator.strategies().shadowStrategy(shadow("hanging").build());
        assertThatThrownBy(() -> reports.forEachRemaining(report -> {}))
                .isInstanceOfSatisfying(StatusRuntimeException.class, failure -> {
                    assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
                    assertThat(failure.getStatus().getDescription())
                            .startsWith("hanging is no longer the shadow of pool \"default\": ")
                            .contains("took longer than 3000 ms");
                });
        load.awaitMore(50);
        assertThat(strategy()).isEqualTo("round_robin");
    }

    @Test
    void aCandidateGoesWithItsPlugIn() {
        report("acme", 20);
        Iterator<ShadowStrategyResponse> reports =
                operator.strategies().shadowStrategy(shadow("acme").build());
        reports.next();
        operator.plugins()
                .unloadPlugin(UnloadPluginRequest.newBuilder().setName("acme").build());
        assertThatThrownBy(() -> reports.forEachRemaining(report -> {}))
                .hasMessageContaining("the plug-in of acme was replaced or unloaded");
    }

    @Test
    void aCallerWhoLeavesLeavesTheShadow() throws Exception {
        Context.CancellableContext call = Context.current().withCancellation();
        call.run(() ->
                operator.strategies().shadowStrategy(shadow("first").build()).next());
        call.cancel(null);
        report("first", 50);
        assertThat(off().getCandidate()).isEqualTo("first");
    }
}
