package dev.fairlead.server.control;

import static dev.fairlead.server.control.Operator.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.FieldMask;
import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;
import com.google.rpc.ErrorInfo;
import dev.fairlead.control.v1.Connections;
import dev.fairlead.control.v1.CreatePoolRequest;
import dev.fairlead.control.v1.CreatePoolResponse;
import dev.fairlead.control.v1.DeletePoolRequest;
import dev.fairlead.control.v1.GetPoolRequest;
import dev.fairlead.control.v1.HealthCheck;
import dev.fairlead.control.v1.ListPoolsRequest;
import dev.fairlead.control.v1.Pool;
import dev.fairlead.control.v1.Retry;
import dev.fairlead.control.v1.StrategyChoice;
import dev.fairlead.control.v1.UpdatePoolRequest;
import dev.fairlead.control.v1.UpdatePoolResponse;
import dev.fairlead.control.v1.UpstreamTls;
import io.grpc.Status;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PoolServiceTest {

    /** Every setting that there is, so that a new one without a test is noticed. */
    private static final List<String> SETTINGS = List.of(
            "strategy.name",
            "strategy.options",
            "health_check.type",
            "health_check.path",
            "health_check.interval",
            "health_check.down_interval",
            "health_check.timeout",
            "health_check.healthy_threshold",
            "health_check.unhealthy_threshold",
            "health_check.expect_status",
            "health_check.expect_body",
            "health_check.jitter_percent",
            "timeouts.connect",
            "timeouts.first_byte",
            "timeouts.per_try",
            "timeouts.idle",
            "timeouts.request",
            "timeouts.tunnel_idle",
            "connections.max_idle_per_backend",
            "connections.idle",
            "connections.max_per_backend",
            "retry.attempts",
            "retry.methods",
            "retry.on",
            "retry.budget_percent",
            "retry.budget_min_per_second",
            "tls.ca",
            "tls.server_name",
            "min_healthy",
            "slow_start",
            "backend_header_on_response",
            "ejection.max_percent");

    @TempDir
    private Path folder;

    private ControlRig rig;
    private Operator operator;

    @BeforeEach
    void start() throws Exception {
        rig = ControlRig.start(folder, 1);
        operator = rig.operator();
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    @Test
    void tellsEverySettingAndHowThePoolFares() {
        var answer = operator.pools().listPools(ListPoolsRequest.getDefaultInstance());

        assertThat(answer.getRevision()).isEqualTo(1);
        Pool pool = answer.getPools(0);
        assertThat(pool).isEqualTo(get("default"));
        assertThat(pool.getName()).isEqualTo("default");
        assertThat(pool.getStrategy().getName()).isEqualTo("weighted_round_robin");
        assertThat(pool.getStrategyState()).isEqualTo("asked");
        assertThat(pool.getTotalBackends()).isEqualTo(1);
        assertThat(pool.getEligibleBackends()).isEqualTo(1);
        assertThat(pool.getHealthCheck().getJitterPercent()).isEqualTo(10);
        assertThat(pool.getHealthCheck().getInterval().getSeconds()).isEqualTo(30);
        assertThat(pool.getRetry().getOnList())
                .containsExactly("connect-failure", "reset", "timeout", "502", "503", "504");
    }

    @Test
    void whatIsNotSetHasItsDefaultAndWhatIsSetComesBackEqual() throws Exception {
        Pool plain = create(Pool.newBuilder().setName("plain")).getPool();
        Pool unlike = unlikeAnyDefault();
        Pool told = create(unlike.toBuilder()).getPool();

        assertThat(settings(plain)).isEqualTo(settings(get("default")));
        assertThat(settings(told)).isEqualTo(settings(unlike));
        assertThat(settings(get("unlike"))).isEqualTo(settings(unlike));
    }

    @Test
    void aMaskChangesOneSettingAndNoOther() throws Exception {
        Pool unlike = unlikeAnyDefault();
        // An option belongs to its strategy, so the two go together.
        List<String> masks = Stream.concat(
                        Stream.of("strategy"), SETTINGS.stream().filter(path -> !path.startsWith("strategy.")))
                .toList();
        create(Pool.newBuilder().setName("changed"));
        for (String mask : masks) {
            Pool before = get("changed");

            UpdatePoolResponse there = update(unlike.toBuilder().setName("changed"), mask);
            UpdatePoolResponse back = update(Pool.newBuilder().setName("changed"), mask);

            assertThat(there.getPool()).as(mask).isNotEqualTo(before).isEqualTo(with(before, mask, unlike));
            assertThat(there.getOutcome().getDifferencesList()).as(mask).isNotEmpty();
            assertThat(back.getPool()).as("back at the default of " + mask).isEqualTo(before);
        }
    }

    @Test
    void aGroupInAMaskIsAllThatLiesInIt() throws Exception {
        Pool unlike = unlikeAnyDefault();
        create(Pool.newBuilder().setName("changed"));

        Pool pool = update(unlike.toBuilder().setName("changed"), "health_check", "retry")
                .getPool();

        assertThat(pool.getHealthCheck()).isEqualTo(unlike.getHealthCheck());
        assertThat(pool.getRetry()).isEqualTo(unlike.getRetry());
        assertThat(pool.getTimeouts()).isEqualTo(get("default").getTimeouts());
        assertThat(settings(update(unlike.toBuilder().setName("changed"), "*").getPool()))
                .isEqualTo(settings(unlike));
    }

    @Test
    void withoutAMaskWhatIsSetIsChanged() {
        Pool pool = update(Pool.newBuilder()
                        .setName("default")
                        .setHealthCheck(HealthCheck.newBuilder().setInterval(seconds(2)))
                        .setBackendHeaderOnResponse(true))
                .getPool();

        assertThat(pool.getHealthCheck().getInterval()).isEqualTo(seconds(2));
        assertThat(pool.getHealthCheck().getPath()).isEqualTo("/health");
        assertThat(pool.getBackendHeaderOnResponse()).isTrue();
        assertThat(rig.history().current().message())
                .isEqualTo("set health-check.interval, backend-header-on-response of pool default");
    }

    @Test
    void aNewStrategyLeavesTheOptionsOfTheFormerBehind() {
        update(Pool.newBuilder()
                .setStrategy(StrategyChoice.newBuilder().setName("ring-hash").putOptions("key", "header:X-User")));
        Pool pool = update(Pool.newBuilder()
                        .setStrategy(StrategyChoice.newBuilder().setName("least_connections")))
                .getPool();

        assertThat(pool.getStrategy())
                .isEqualTo(
                        StrategyChoice.newBuilder().setName("least_connections").build());
    }

    @Test
    void everyFieldThatIsWrongIsNamedAtOnce() {
        var refused = refused(() -> create(Pool.newBuilder()
                .setName("no good")
                .setMinHealthy(-1)
                .setSlowStart(
                        com.google.protobuf.Duration.newBuilder().setSeconds(1).setNanos(-5))
                .setHealthCheck(HealthCheck.newBuilder()
                        .setType("icmp")
                        .setInterval(seconds(0))
                        .setExpectStatus("2xx")
                        .setJitterPercent(Double.NaN))
                .setRetry(Retry.newBuilder()
                        .addOn("conect-failure")
                        .addMethods("get")
                        .setAttempts(0)
                        .setBudgetPercent(101))
                .setConnections(Connections.newBuilder().setMaxPerBackend(-2))
                .setTls(UpstreamTls.newBuilder().setCa("ca.pem"))));

        refused.is(Status.Code.INVALID_ARGUMENT);
        assertThat(refused.violations())
                .containsExactlyInAnyOrder(
                        "pool.name: \"no good\" is not a pool name, expected 1 to 63 letters, digits, _ or -",
                        "pool.min_healthy: -1 is too small, expected 0 or more",
                        "pool.slow_start: 1 s and -5 ns are not a duration, expected one such as 2.5s",
                        "pool.health_check.type: \"icmp\" is unknown, expected http, tcp or none, did you mean \"tcp\"?",
                        "pool.health_check.interval: 0s is too short, expected a duration longer than 0s",
                        "pool.health_check.expect_status: \"2xx\" is not a set of status codes, expected codes and ranges from"
                                + " 100 to 599 such as 200-299,301",
                        "pool.health_check.jitter_percent: NaN is not a percentage, expected a number from 0 to 100",
                        "pool.retry.on: \"conect-failure\" is unknown, expected connect-failure, reset, timeout or a status"
                                + " from 400 to 599, did you mean \"connect-failure\"?",
                        "pool.retry.methods: \"get\" is not a method, expected upper-case names such as GET",
                        "pool.retry.attempts: 0 is out of range, expected a number from 1 to 100",
                        "pool.retry.budget_percent: 101% is out of range, expected a percentage from 0% to 100%",
                        "pool.connections.max_per_backend: -2 is too small, expected 0 or more",
                        "pool.tls.ca: \"ca.pem\" is not absolute, expected a file on the server such as /etc/ssl/ca.pem");
    }

    @Test
    void anOptionThatTheStrategyDoesNotUnderstandIsNamedWhereItWasWritten() {
        var refused = refused(() -> update(Pool.newBuilder()
                .setStrategy(StrategyChoice.newBuilder().setName("ring_hash").putOptions("kye", "path"))));

        refused.is(Status.Code.INVALID_ARGUMENT);
        assertThat(refused.violations()).singleElement().asString().startsWith("pool.strategy.options.kye: ");
    }

    @Test
    void anUnknownStrategyIsNotFoundWithTheNearest() {
        var refused = refused(() ->
                update(Pool.newBuilder().setStrategy(StrategyChoice.newBuilder().setName("leastconn"))));

        refused.is(Status.Code.NOT_FOUND);
        assertThat(refused.detail(ErrorInfo.class).getMetadataMap()).containsEntry("nearest", "least_connections");
    }

    @Test
    void poolsComeAndGoButNotTheDefault() {
        create(Pool.newBuilder().setName("blue"));
        assertThat(create(Pool.newBuilder().setName("blue")).getOutcome().getChanged())
                .isFalse();
        refused(() -> create(Pool.newBuilder().setName("blue").setMinHealthy(4)))
                .is(Status.Code.ALREADY_EXISTS);
        var unknown = refused(() -> get("bleu"));
        unknown.is(Status.Code.NOT_FOUND);
        assertThat(unknown.sentence()).isEqualTo("there is no pool \"bleu\", did you mean \"blue\"?");

        assertThat(delete("blue").getOutcome().getDifferencesList()).containsExactly("pool blue removed");
        refused(() -> get("blue")).is(Status.Code.NOT_FOUND);
        refused(() -> delete("blue")).is(Status.Code.NOT_FOUND);
        refused(() -> delete("")).is(Status.Code.FAILED_PRECONDITION);
    }

    @Test
    void aDryRunSaysWhatWouldBeAndChangesNothing() {
        CreatePoolResponse answer = operator.pools()
                .createPool(CreatePoolRequest.newBuilder()
                        .setPool(Pool.newBuilder().setName("blue").setMinHealthy(2))
                        .setValidateOnly(true)
                        .build());

        assertThat(answer.getRevision()).isEqualTo(1);
        assertThat(answer.getPool().getMinHealthy()).isEqualTo(2);
        assertThat(answer.getOutcome().getChanged()).isFalse();
        assertThat(answer.getOutcome().getValidateOnly()).isTrue();
        assertThat(answer.getOutcome().getDifferencesList()).containsExactly("pool blue added");
        refused(() -> get("blue")).is(Status.Code.NOT_FOUND);
    }

    /** Not one of its settings is what it is without being set. */
    private Pool unlikeAnyDefault() throws Exception {
        Path ca = folder.resolve("ca.pem");
        Files.writeString(ca, "roots");
        Pool.Builder pool = Pool.newBuilder();
        TextFormat.merge("""
                name: "unlike"
                strategy { name: "ring_hash" options { key: "key" value: "header:X-User" } }
                health_check {
                  type: "tcp" path: "/ready?deep=1" interval { seconds: 7 nanos: 500000000 } down_interval { seconds: 8 }
                  timeout { seconds: 3 } healthy_threshold: 4 unhealthy_threshold: 5 expect_status: "200-204,301"
                  expect_body: "ok" jitter_percent: 12.5
                }
                timeouts { connect { seconds: 1 } first_byte { nanos: 250000000 } per_try { seconds: 9 } idle { seconds: 11 }
                  request { seconds: 21 } tunnel_idle { seconds: 22 } }
                connections { max_idle_per_backend: 12 idle { seconds: 13 } max_per_backend: 14 }
                retry {
                  attempts: 6 methods: "GET" methods: "POST" on: "reset" on: "500" on: "599" budget_percent: 33.3
                  budget_min_per_second: 7
                }
                tls { server_name: "backends.example" }
                min_healthy: 3
                slow_start { seconds: 20 }
                backend_header_on_response: true
                ejection { max_percent: 34 }
                rate_limits { name: "a" key: "header:X-User" rate: "7/m" burst: 9 dry_run: true }
                sticky {
                  by: "cookie" name: "node" ttl { seconds: 60 } secure: "on" same_site: "strict" path: "/shop"
                  domain: "example.com" when_gone: "refuse"
                }
                """, pool);
        pool.getTlsBuilder().setCa(ca.toString());
        return pool.build();
    }

    /** The first with one setting of the second. */
    private static Pool with(Pool before, String path, Pool source) {
        String[] names = path.split("\\.");
        FieldDescriptor field = Pool.getDescriptor().findFieldByName(names[0]);
        if (names.length == 1) {
            return before.toBuilder().setField(field, source.getField(field)).build();
        }
        Message group = (Message) source.getField(field);
        FieldDescriptor inner = field.getMessageType().findFieldByName(names[1]);
        Message.Builder changed = ((Message) before.getField(field)).toBuilder();
        return before.toBuilder()
                .setField(field, changed.setField(inner, group.getField(inner)).build())
                .build();
    }

    /** Without what is seen and without the name. */
    private static Pool settings(Pool pool) {
        return pool.toBuilder()
                .clearName()
                .clearTotalBackends()
                .clearEligibleBackends()
                .clearStrategyState()
                .build();
    }

    private static com.google.protobuf.Duration seconds(int seconds) {
        return com.google.protobuf.Duration.newBuilder().setSeconds(seconds).build();
    }

    private Pool get(String name) {
        return operator.pools()
                .getPool(GetPoolRequest.newBuilder().setPool(name).build())
                .getPool();
    }

    private CreatePoolResponse create(Pool.Builder pool) {
        return operator.pools()
                .createPool(CreatePoolRequest.newBuilder().setPool(pool).build());
    }

    private UpdatePoolResponse update(Pool.Builder pool, String... paths) {
        return operator.pools()
                .updatePool(UpdatePoolRequest.newBuilder()
                        .setPool(pool)
                        .setUpdateMask(FieldMask.newBuilder().addAllPaths(List.of(paths)))
                        .build());
    }

    private dev.fairlead.control.v1.DeletePoolResponse delete(String name) {
        return operator.pools()
                .deletePool(DeletePoolRequest.newBuilder().setPool(name).build());
    }
}
