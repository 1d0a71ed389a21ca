package dev.fairlead.server.control;

import static dev.fairlead.server.control.Operator.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.control.v1.DescribeSettingsRequest;
import dev.fairlead.control.v1.FrontendServiceGrpc;
import dev.fairlead.control.v1.FrontendServiceGrpc.FrontendServiceBlockingStub;
import dev.fairlead.control.v1.GetFrontendRequest;
import dev.fairlead.control.v1.GetPoolRequest;
import dev.fairlead.control.v1.Pool;
import dev.fairlead.control.v1.SettingDescription;
import dev.fairlead.control.v1.Timeouts;
import dev.fairlead.control.v1.UpdateFrontendRequest;
import dev.fairlead.control.v1.UpdatePoolRequest;
import dev.fairlead.control.v1.UpdatePoolResponse;
import dev.fairlead.server.config.BootSettings;
import dev.fairlead.server.desired.Backend;
import dev.fairlead.server.desired.Frontend;
import dev.fairlead.server.desired.RandomSettings;
import dev.fairlead.server.desired.Schema;
import dev.fairlead.server.desired.limit.RateLimit;
import dev.fairlead.server.desired.route.Route;
import io.grpc.Status;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every setting by the key that a configuration file has for it. */
class SettingsByKeyTest {

    @TempDir
    private Path folder;

    private ControlRig rig;
    private Operator operator;

    @BeforeEach
    void open() throws Exception {
        rig = ControlRig.start(folder, 2);
        operator = rig.operator();
    }

    @AfterEach
    void close() throws Exception {
        rig.close();
    }

    private FrontendServiceBlockingStub frontend() {
        return FrontendServiceGrpc.newBlockingStub(operator.channel());
    }

    private UpdatePoolResponse set(Map<String, String> settings) {
        return operator.pools()
                .updatePool(UpdatePoolRequest.newBuilder()
                        .setPool(Pool.newBuilder().setName("default"))
                        .putAllSettings(settings)
                        .build());
    }

    private Map<String, String> poolSettings(String key) {
        return operator.pools()
                .getPool(GetPoolRequest.newBuilder().setKey(key).build())
                .getSettingsMap();
    }

    @Test
    void eachSettingOfAPoolIsSetAndReadBack() throws Exception {
        Files.writeString(folder.resolve("ca.pem"), "");
        Map<String, String> before = poolSettings("");
        assertThat(before)
                .containsOnlyKeys(Schema.of(dev.fairlead.server.desired.Pool.class)
                        .settings()
                        .keySet());
        Map<String, String> others = different(dev.fairlead.server.desired.Pool.named("default"));
        others.put("strategy", "least_connections");
        others.put("sticky.by", "cookie");
        others.put("tls.ca", folder.resolve("ca.pem").toString());
        others.put("min-healthy", "0");
        others.forEach((key, value) -> {
            UpdatePoolResponse answer = set(Map.of(key, value));
            assertThat(answer.getOutcome().getDifferencesList()).as(key).hasSize(1);
            assertThat(answer.getSettingsMap()).as(key).containsEntry(key, value);
        });
        assertThat(poolSettings("")).isEqualTo(others);
    }

    @Test
    void eachLiveSettingOfTheServerIsSetAndReadBack() throws Exception {
        Files.writeString(folder.resolve("secrets"), "a-secret-for-the-sessions\n");
        Map<String, String> others = different(Frontend.DEFAULT);
        others.remove("listen");
        others.put("sticky-secret-file", folder.resolve("secrets").toString());
        others.put("access-log.to", folder.resolve("new.log").toString());
        others.put("limits.connections", "500");
        others.put("limits.buffers", "64MiB");
        others.forEach((key, value) -> assertThat(frontend()
                        .updateFrontend(UpdateFrontendRequest.newBuilder()
                                .putSettings(key, value)
                                .build())
                        .getSettingsMap())
                .as(key)
                .containsEntry(key, value));
        assertThat(frontend()
                        .getFrontend(GetFrontendRequest.getDefaultInstance())
                        .getSettingsMap())
                .containsAllEntriesOf(others);
    }

    private static Map<String, String> different(Record defaults) {
        Record other = new RandomSettings(new SplittableRandom(5)).unlike(defaults);
        return new LinkedHashMap<>(Schema.of(defaults).texts(other));
    }

    @Test
    void manyAreOneChangeBesideFieldsOfTheMessage() {
        UpdatePoolResponse answer = operator.pools()
                .updatePool(UpdatePoolRequest.newBuilder()
                        .setPool(Pool.newBuilder()
                                .setTimeouts(Timeouts.newBuilder()
                                        .setIdle(com.google.protobuf.Duration.newBuilder()
                                                .setSeconds(9))))
                        .putSettings("connections.max-per-backend", "100")
                        .putSettings("retry.on", "connect-failure,reset")
                        .build());
        assertThat(answer.getOutcome().getDifferencesList())
                .containsExactlyInAnyOrder(
                        "pool default timeouts.idle 1m -> 9s",
                        "pool default connections.max-per-backend 0 -> 100",
                        "pool default retry.on [connect-failure, reset, timeout, 502, 503, 504] -> [connect-failure,"
                                + " reset]");
    }

    @Test
    void aStrategyComesWithItsOptions() {
        assertThat(set(Map.of("strategy", "ring_hash", "strategy.key", "header:X-User"))
                        .getPool()
                        .getStrategy()
                        .getOptionsMap())
                .containsEntry("key", "header:X-User");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        timeouts.idel              | 1s           | settings.timeouts.idel: unknown key, did you mean "idle"?
        timeout.idle               | 1s           | settings.timeout.idle: unknown key, did you mean "timeouts"?
        timeouts.idle              | 5            | settings.timeouts.idle: "5" is not a duration, expected a duration with its unit such as 250ms, 5s or 2m
        retry.attempts             | 0            | settings.retry.attempts: 0 is out of range, expected a number from 1 to 100
        timeouts                   | 5s           | settings.timeouts: is a single value, expected a block such as { … }
        backends                   | a:1          | settings.backends: are no setting, expected the calls of BackendService for them
        tls.ca                     | /etc/shadow  | settings.tls.ca: "/etc/shadow" is not a file that a caller may name
        name                       | x            | settings.name: unknown key
        """)
    void whatCannotBeSetIsRefusedAtItsKey(String key, String value, String sentence) {
        Map<String, String> before = poolSettings("");
        assertThat(refused(() -> set(Map.of(key, value, "min-healthy", "2")))
                        .is(Status.Code.INVALID_ARGUMENT)
                        .violations())
                .anySatisfy(violation -> assertThat(violation).startsWith(sentence));
        assertThat(poolSettings("")).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource({"io-threads", "control.listen", "pools.default.min-healthy", "limits.bodi"})
    void onlyLiveSettingsOfTheServerAreSet(String key) {
        assertThat(refused(() -> frontend()
                                .updateFrontend(UpdateFrontendRequest.newBuilder()
                                        .putSettings(key, "1")
                                        .build()))
                        .is(Status.Code.INVALID_ARGUMENT)
                        .violations())
                .anySatisfy(violation ->
                        assertThat(violation).startsWith("settings." + key + ": is no live setting of the server"));
    }

    @Test
    void oneSettingOrABlockOfThemIsRead() {
        assertThat(poolSettings("timeouts.idle")).isEqualTo(Map.of("timeouts.idle", "1m"));
        assertThat(poolSettings("timeouts")).hasSizeGreaterThan(4);
        assertThat(refused(() -> poolSettings("timeouts.idel"))
                        .is(Status.Code.NOT_FOUND)
                        .sentence())
                .isEqualTo("there is no setting \"timeouts.idel\", did you mean \"timeouts.idle\"?");
    }

    @Test
    void everySettingIsDescribed() {
        assertThat(operator.config()
                        .describeSettings(DescribeSettingsRequest.getDefaultInstance())
                        .getSettingsList())
                .hasSize(Schema.of(BootSettings.class).settings().size()
                        + Schema.of(Frontend.class).settings().size()
                        + Schema.of(dev.fairlead.server.desired.Pool.class)
                                .settings()
                                .size()
                        + Schema.of(Backend.class).settings().size()
                        + Schema.of(Route.class).settings().size()
                        + Schema.of(RateLimit.class).settings().size())
                .allSatisfy(setting ->
                        assertThat(setting.getMeaning()).as(setting.getKey()).isNotBlank())
                .allSatisfy(setting ->
                        assertThat(setting.getOwner()).isNotEqualTo(SettingDescription.Owner.OWNER_UNSPECIFIED))
                .anySatisfy(setting -> {
                    assertThat(setting.getKey()).isEqualTo("retry.attempts");
                    assertThat(setting.getDefaultValue()).isEqualTo("3");
                    assertThat(setting.getMax()).isEqualTo("100");
                });
    }
}
