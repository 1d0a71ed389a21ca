package dev.fairlead.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.util.JsonFormat;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.fairlead.it.support.LbProcess;
import dev.fairlead.server.demo.ExampleBackend;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every example of docs/automation.md. The JSON ones as grpcurl does it: with nothing of ours but what the server says. */
class AutomationIT {

    private static final Pattern EXAMPLE =
            Pattern.compile("^`(fairlead\\.control\\.v1\\.\\w+)/(\\w+)`\\n```json\\n(.*?)\\n```", Pattern.MULTILINE);

    private ExampleBackend one;
    private ExampleBackend two;
    private LbProcess server;
    private Config runtime;

    @BeforeEach
    void start() throws IOException {
        one = ExampleBackend.start("one", 0);
        two = ExampleBackend.start("two", 0);
        server = LbProcess.over(List.of(one.address()), "");
        server.awaitHealthy(1);
        try (Stream<Path> files = Files.list(server.runtimeFolder())) {
            runtime =
                    ConfigFactory.parseFile(files.filter(file -> file.toString().endsWith(".json"))
                            .findFirst()
                            .orElseThrow()
                            .toFile());
        }
    }

    @AfterEach
    void stop() {
        server.close();
        two.close();
        one.close();
    }

    @Test
    void theJavaExampleRuns() throws IOException {
        int revision = AutomationExample.run(runtime.getString("control"), runtime.getString("token"), two.address());

        assertThat(revision).isEqualTo(6);
        assertThat(server.page("/lb-stats").getConfigList("backends")).hasSize(1);
    }

    @Test
    void everyJsonExampleIsAnswered() throws Exception {
        ManagedChannel channel = Grpc.newChannelBuilder(
                        runtime.getString("control"), InsecureChannelCredentials.create())
                .build();
        try {
            Metadata headers = new Metadata();
            headers.put(
                    Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER),
                    "Bearer " + runtime.getString("token"));
            Channel allowed = ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers));
            List<Config> answers = new ArrayList<>();
            String page = Files.readString(Path.of("../docs/automation.md"));
            for (Matcher example = EXAMPLE.matcher(page); example.find(); ) {
                String json = example.group(3).replace("127.0.0.1:3004", two.address());
                answers.add(call(allowed, example.group(1), example.group(2), json));
            }

            assertThat(answers).hasSize(9);
            assertThat(answers.get(1).getInt("revision"))
                    .isEqualTo(answers.get(0).getInt("revision"));
            assertThat(answers.get(2).getConfigList("backends")).hasSize(2);
            assertThat(answers.get(3).getConfig("outcome").getBoolean("validateOnly"))
                    .isTrue();
            assertThat(answers.get(7).getConfigList("revisions")).hasSize(3);
        } finally {
            channel.shutdownNow();
        }
    }

    private static Config call(Channel channel, String serviceName, String methodName, String json) throws Exception {
        ServiceDescriptor service = describe(channel, serviceName);
        MethodDescriptor method = service.findMethodByName(methodName);
        DynamicMessage.Builder request = DynamicMessage.newBuilder(method.getInputType());
        JsonFormat.parser().merge(json, request);
        DynamicMessage answer = ClientCalls.blockingUnaryCall(
                channel,
                io.grpc.MethodDescriptor.<DynamicMessage, DynamicMessage>newBuilder()
                        .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
                        .setFullMethodName(io.grpc.MethodDescriptor.generateFullMethodName(serviceName, methodName))
                        .setRequestMarshaller(
                                ProtoUtils.marshaller(DynamicMessage.getDefaultInstance(method.getInputType())))
                        .setResponseMarshaller(
                                ProtoUtils.marshaller(DynamicMessage.getDefaultInstance(method.getOutputType())))
                        .build(),
                CallOptions.DEFAULT.withDeadlineAfter(20, TimeUnit.SECONDS),
                request.build());
        return ConfigFactory.parseString(
                JsonFormat.printer().alwaysPrintFieldsWithNoPresence().print(answer));
    }

    /** The service as the server describes it, with all files that its own depends on. */
    private static ServiceDescriptor describe(Channel channel, String service) throws Exception {
        Map<String, FileDescriptorProto> files = new HashMap<>();
        FileDescriptorProto own = ask(
                channel,
                ServerReflectionRequest.newBuilder()
                        .setFileContainingSymbol(service)
                        .build(),
                files);
        return build(channel, own, files, new HashMap<>())
                .findServiceByName(service.substring(service.lastIndexOf('.') + 1));
    }

    private static FileDescriptor build(
            Channel channel,
            FileDescriptorProto proto,
            Map<String, FileDescriptorProto> files,
            Map<String, FileDescriptor> built)
            throws Exception {
        List<FileDescriptor> dependencies = new ArrayList<>();
        for (String name : proto.getDependencyList()) {
            FileDescriptor dependency = built.get(name);
            if (dependency == null) {
                FileDescriptorProto needed = files.get(name);
                if (needed == null) {
                    needed = ask(
                            channel,
                            ServerReflectionRequest.newBuilder()
                                    .setFileByFilename(name)
                                    .build(),
                            files);
                }
                dependency = build(channel, needed, files, built);
            }
            dependencies.add(dependency);
        }
        FileDescriptor file = FileDescriptor.buildFrom(proto, dependencies.toArray(FileDescriptor[]::new));
        built.put(proto.getName(), file);
        return file;
    }

    /** The first file of the answer; all of them are kept. */
    private static FileDescriptorProto ask(
            Channel channel, ServerReflectionRequest request, Map<String, FileDescriptorProto> files) throws Exception {
        CompletableFuture<ServerReflectionResponse> answer = new CompletableFuture<>();
        StreamObserver<ServerReflectionRequest> asking = ServerReflectionGrpc.newStub(channel)
                .serverReflectionInfo(new StreamObserver<>() {
                    @Override
                    public void onNext(ServerReflectionResponse response) {
                        answer.complete(response);
                    }

                    @Override
                    public void onError(Throwable error) {
                        answer.completeExceptionally(error);
                    }

                    @Override
                    public void onCompleted() {}
                });
        asking.onNext(request);
        ServerReflectionResponse told = answer.get(20, TimeUnit.SECONDS);
        asking.onCompleted();
        FileDescriptorProto first = null;
        for (ByteString bytes : told.getFileDescriptorResponse().getFileDescriptorProtoList()) {
            FileDescriptorProto file = FileDescriptorProto.parseFrom(bytes);
            files.put(file.getName(), file);
            first = first == null ? file : first;
        }
        assertThat(first).as("%s", told).isNotNull();
        return first;
    }
}
