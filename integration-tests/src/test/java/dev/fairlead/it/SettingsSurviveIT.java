package dev.fairlead.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import dev.fairlead.control.v1.ConfigServiceGrpc;
import dev.fairlead.control.v1.DescribeSettingsRequest;
import dev.fairlead.control.v1.SettingDescription;
import dev.fairlead.it.support.LbProcess;
import io.grpc.ManagedChannel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every setting that can be changed while the server runs is set, and is there after kill -9. */
class SettingsSurviveIT {

    /** Another value for each setting whose type alone does not say one. */
    private static final Map<String, String> OTHERS = Map.ofEntries(
            Map.entry("trusted-proxies", "10.0.0.0/8"),
            Map.entry("monitoring.paths", "admin"),
            Map.entry("monitoring.health-path", "/up"),
            Map.entry("monitoring.stats-path", "/figures"),
            Map.entry("monitoring.allow", "10.0.0.0/8"),
            Map.entry("access-log.format", "json"),
            Map.entry("headers.underscores", "drop"),
            Map.entry("strategy", "least_connections"),
            Map.entry("health-check.type", "tcp"),
            Map.entry("health-check.path", "/alive"),
            Map.entry("health-check.expect.status", "200,301"),
            Map.entry("health-check.expect.body", "fine"),
            Map.entry("retry.methods", "GET,POST"),
            Map.entry("retry.on", "reset,503"),
            Map.entry("tls.server-name", "inside.example"),
            Map.entry("routes", "[{\"name\":\"a\",\"match\":{\"path\":\"/a\"},\"pool\":\"default\"}]"),
            Map.entry("rate-limits", "[{\"name\":\"few\",\"rate\":\"900/s\"}]"),
            Map.entry("access.allow", "127.0.0.0/8"),
            Map.entry("access.deny", "10.0.0.0/8"),
            Map.entry("sticky.by", "cookie"),
            Map.entry("sticky.name", "node"),
            Map.entry("sticky.secure", "on"),
            Map.entry("sticky.same-site", "strict"),
            Map.entry("sticky.path", "/shop"),
            Map.entry("sticky.domain", "example.com"),
            Map.entry("sticky.when-gone", "refuse"));

    private LbProcess lb;

    @BeforeEach
    void start() {
        lb = LbProcess.over(List.of("127.0.0.1:1"), "");
    }

    @AfterEach
    void stop() {
        lb.close();
    }

    @Test
    void everySettingIsThereAfterKillNine() throws IOException {
        Path authority = Files.writeString(lb.directory().resolve("ca.pem"), "");
        Map<String, String> server = others(SettingDescription.Of.frontend);
        server.remove("listen");
        server.put("access-log.to", lb.directory().resolve("access.log").toString());
        Map<String, String> pool = others(SettingDescription.Of.pool);
        pool.put("tls.ca", authority.toString());

        server.forEach(
                (key, value) -> lb.ctl("frontend", "set", key + "=" + value).ok());
        pool.forEach((key, value) -> lb.ctl("pools", "set", key + "=" + value).ok());

        assertThat(settings("frontend")).containsAllEntriesOf(server);
        assertThat(settings("pools")).isEqualTo(pool);
        lb.kill().again().ready();
        assertThat(settings("frontend")).containsAllEntriesOf(server);
        assertThat(settings("pools")).isEqualTo(pool);
    }

    private Map<String, String> others(SettingDescription.Of of) {
        ManagedChannel channel = lb.channel();
        try {
            Map<String, String> others = new TreeMap<>();
            ConfigServiceGrpc.newBlockingStub(channel)
                    .describeSettings(DescribeSettingsRequest.getDefaultInstance())
                    .getSettingsList()
                    .stream()
                    .filter(setting -> setting.getOf() == of)
                    .forEach(setting -> others.put(setting.getKey(), other(setting)));
            return others;
        } finally {
            channel.shutdownNow();
        }
    }

    private static String other(SettingDescription setting) {
        return switch (setting.getType()) {
            case "duration" -> "7s";
            case "percentage" -> "33%";
            case "size" -> "300MiB";
            case "switch" -> setting.getDefaultValue().equals("true") ? "false" : "true";
            case "number" ->
                setting.getDefaultValue().equals("0")
                        ? "900"
                        : Integer.toString(Integer.parseInt(setting.getDefaultValue()) + 1);
            case "file", "address" -> "";
            default -> Objects.requireNonNull(OTHERS.get(setting.getKey()), setting.getKey());
        };
    }

    private Map<String, String> settings(String noun) {
        Map<String, String> settings = new TreeMap<>();
        for (Map.Entry<String, ConfigValue> setting : lb.ctl(noun, "get", "-o", "json")
                .ok()
                .json()
                .getConfig("settings")
                .entrySet()) {
            settings.put(
                    String.join(".", ConfigUtil.splitPath(setting.getKey())),
                    setting.getValue().unwrapped().toString());
        }
        return settings;
    }
}
