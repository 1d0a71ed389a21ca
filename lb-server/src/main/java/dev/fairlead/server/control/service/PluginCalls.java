package dev.fairlead.server.control.service;

import static dev.fairlead.server.control.message.Outcomes.number;

import dev.fairlead.control.v1.ListPluginsRequest;
import dev.fairlead.control.v1.ListPluginsResponse;
import dev.fairlead.control.v1.LoadPluginRequest;
import dev.fairlead.control.v1.LoadPluginResponse;
import dev.fairlead.control.v1.Plugin;
import dev.fairlead.control.v1.PluginCheck;
import dev.fairlead.control.v1.PluginServiceGrpc;
import dev.fairlead.control.v1.ReloadPluginRequest;
import dev.fairlead.control.v1.ReloadPluginResponse;
import dev.fairlead.control.v1.UnloadPluginRequest;
import dev.fairlead.control.v1.UnloadPluginResponse;
import dev.fairlead.control.v1.VerifyPluginRequest;
import dev.fairlead.control.v1.VerifyPluginResponse;
import dev.fairlead.server.config.BootSettings;
import dev.fairlead.server.control.auth.Caller;
import dev.fairlead.server.control.call.CallAnswers;
import dev.fairlead.server.control.message.InvalidRequest;
import dev.fairlead.server.routing.RoutingTables;
import dev.fairlead.server.strategy.plugin.PluginInfo;
import dev.fairlead.server.strategy.plugin.Plugins;
import dev.fairlead.server.strategy.verify.VerificationReport;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;

/** Answers the calls about plug-ins. They can change which strategy serves a pool, but not the desired state. */
@Singleton
public final class PluginCalls extends PluginServiceGrpc.PluginServiceImplBase {

    private static final String NAME = "is missing, expected a plug-in in the folder, as ListPlugins names it";

    /** An uploaded jar becomes a file for a moment, and its name appears in answers. */
    private static final Pattern FILE = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,99}\\.jar");

    private final Plugins plugins;
    private final BootSettings.Upload upload;
    private final RoutingTables tables;
    private final CallAnswers answers;

    @Inject
    PluginCalls(Plugins plugins, ConfigSource source, RoutingTables tables, CallAnswers answers) {
        this.plugins = plugins;
        this.upload = source.boot().plugins().upload();
        this.tables = tables;
        this.answers = answers;
    }

    @Override
    public void listPlugins(ListPluginsRequest request, StreamObserver<ListPluginsResponse> caller) {
        CallAnswers.send(
                caller,
                ListPluginsResponse.newBuilder()
                        .setRevision(revision())
                        .addAllPlugins(
                                plugins.list().stream().map(PluginCalls::plugin).toList())
                        .build());
    }

    @Override
    public void verifyPlugin(VerifyPluginRequest request, StreamObserver<VerifyPluginResponse> caller) {
        answers.send(
                caller,
                verdict(request),
                verdict -> VerifyPluginResponse.newBuilder()
                        .setRevision(revision())
                        .setPassed(verdict.passed())
                        .addAllChecks(verdict.checks().stream()
                                .map(PluginCalls::check)
                                .toList())
                        .build());
    }

    private CompletionStage<VerificationReport> verdict(VerifyPluginRequest request) {
        boolean sent = !request.getJar().isEmpty();
        if (sent && !request.getName().isEmpty()) {
            throw new InvalidRequest("name", "and a jar are both given, expected only one of them");
        }
        return sent ? sent(request) : plugins.verify(required(request.getName(), "name", NAME));
    }

    /** Its code is about to run on this machine, so it matters who sends it. */
    private CompletionStage<VerificationReport> sent(VerifyPluginRequest request) {
        String file = required(request.getFile(), "file", "is missing, expected the file name of the jar");
        if (!FILE.matcher(file).matches()) {
            throw new InvalidRequest(
                    "file",
                    "is not a file name for a jar, expected letters, digits, dots, _ or - and the ending .jar, and no folders");
        }
        boolean local = Caller.current().name().equals(Caller.LOCAL);
        if (upload == BootSettings.Upload.OFF || upload == BootSettings.Upload.LOCAL && !local) {
            throw Status.PERMISSION_DENIED
                    .withDescription("uploaded code is accepted from "
                            + (upload == BootSettings.Upload.OFF
                                    ? "nobody"
                                    : "callers who can read the runtime file on the server's machine")
                            + ": plugins.upload = "
                            + upload.name().toLowerCase(Locale.ROOT)
                            + "; put the jar into the plug-ins folder and verify it by its name")
                    .asRuntimeException();
        }
        return plugins.verify(file, request.getJar().toByteArray());
    }

    @Override
    public void loadPlugin(LoadPluginRequest request, StreamObserver<LoadPluginResponse> caller) {
        answers.send(
                caller,
                plugins.load(required(request.getName(), "name", NAME)),
                loaded -> LoadPluginResponse.newBuilder()
                        .setRevision(revision())
                        .setPlugin(plugin(loaded))
                        .build());
    }

    @Override
    public void unloadPlugin(UnloadPluginRequest request, StreamObserver<UnloadPluginResponse> caller) {
        answers.send(
                caller,
                plugins.unload(required(request.getName(), "name", NAME), request.getForce()),
                unloaded -> UnloadPluginResponse.newBuilder()
                        .setRevision(revision())
                        .setPlugin(plugin(unloaded))
                        .build());
    }

    @Override
    public void reloadPlugin(ReloadPluginRequest request, StreamObserver<ReloadPluginResponse> caller) {
        answers.send(
                caller,
                plugins.reload(required(request.getName(), "name", NAME)),
                reloaded -> ReloadPluginResponse.newBuilder()
                        .setRevision(revision())
                        .setPlugin(plugin(reloaded))
                        .build());
    }

    private static String required(String text, String field, String problem) {
        if (text.isBlank()) {
            throw new InvalidRequest(field, problem);
        }
        return text;
    }

    private int revision() {
        return number(tables.current().revision());
    }

    private static Plugin plugin(PluginInfo info) {
        return Plugin.newBuilder()
                .setName(info.name())
                .setFile(info.file())
                .setState(info.state().code())
                .setReason(info.reason())
                .addAllStrategies(info.strategies())
                .addAllPools(info.pools().stream().sorted().toList())
                .setVersion(info.version())
                .setSpiVersion(info.spiVersion())
                .setSha256(info.sha256())
                .setErrors(info.errors())
                .build();
    }

    private static PluginCheck check(VerificationReport.Check check) {
        return PluginCheck.newBuilder()
                .setStrategy(check.strategy())
                .setCheck(check.check())
                .setPassed(check.passed())
                .setFinding(check.finding())
                .build();
    }
}
