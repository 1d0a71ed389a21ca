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
import dev.fairlead.server.control.call.Answers;
import dev.fairlead.server.routing.Tables;
import dev.fairlead.server.strategy.plugin.PluginInfo;
import dev.fairlead.server.strategy.plugin.Plugins;
import dev.fairlead.server.strategy.verify.Verdict;
import io.grpc.stub.StreamObserver;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Answers the calls about strangers' strategies. */
@Singleton
public final class PluginCalls extends PluginServiceGrpc.PluginServiceImplBase {

    private final Tables tables;
    private final Plugins plugins;
    private final Answers answers;

    @Inject
    PluginCalls(Tables tables, Plugins plugins, Answers answers) {
        this.tables = tables;
        this.plugins = plugins;
        this.answers = answers;
    }

    @Override
    public void listPlugins(ListPluginsRequest request, StreamObserver<ListPluginsResponse> caller) {
        List<Plugin> all = plugins.list().stream().map(PluginCalls::message).toList();
        Answers.send(
                caller,
                ListPluginsResponse.newBuilder()
                        .setRevision(revision())
                        .addAllPlugins(all)
                        .build());
    }

    @Override
    public void verifyPlugin(VerifyPluginRequest request, StreamObserver<VerifyPluginResponse> caller) {
        CompletionStage<Verdict> verdict = request.getName().isEmpty()
                ? plugins.verify(request.getFile(), request.getJar().toByteArray())
                : plugins.verify(request.getName());
        answers.send(
                caller,
                verdict,
                found -> VerifyPluginResponse.newBuilder()
                        .setRevision(revision())
                        .setPassed(found.passed())
                        .addAllChecks(found.checks().stream()
                                .map(PluginCalls::message)
                                .toList())
                        .build());
    }

    @Override
    public void loadPlugin(LoadPluginRequest request, StreamObserver<LoadPluginResponse> caller) {
        answers.send(
                caller,
                plugins.load(request.getName()),
                info -> LoadPluginResponse.newBuilder()
                        .setRevision(revision())
                        .setPlugin(message(info))
                        .build());
    }

    @Override
    public void unloadPlugin(UnloadPluginRequest request, StreamObserver<UnloadPluginResponse> caller) {
        answers.send(
                caller,
                plugins.unload(request.getName(), request.getForce()),
                info -> UnloadPluginResponse.newBuilder()
                        .setRevision(revision())
                        .setPlugin(message(info))
                        .build());
    }

    @Override
    public void reloadPlugin(ReloadPluginRequest request, StreamObserver<ReloadPluginResponse> caller) {
        answers.send(
                caller,
                plugins.reload(request.getName()),
                info -> ReloadPluginResponse.newBuilder()
                        .setRevision(revision())
                        .setPlugin(message(info))
                        .build());
    }

    private int revision() {
        return number(tables.current().revision());
    }

    private static Plugin message(PluginInfo info) {
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

    private static PluginCheck message(Verdict.Check check) {
        return PluginCheck.newBuilder()
                .setStrategy(check.strategy())
                .setCheck(check.check())
                .setPassed(check.passed())
                .setFinding(check.finding())
                .build();
    }
}
