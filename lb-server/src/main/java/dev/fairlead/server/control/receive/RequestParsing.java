package dev.fairlead.server.control.receive;

import com.google.protobuf.DiscardUnknownFieldsParser;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.Status;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads what is sent. gRPC takes bytes that are no request for a failure of the server's, with a stack trace in its log for
 * each; here they are a caller's mistake. Fields that the API does not have are left out: nobody asks for them, and many of
 * them would be made into many more objects.
 */
public final class RequestParsing {

    private static final Status UNREADABLE = Status.INVALID_ARGUMENT.withDescription(
            "what was sent cannot be read, expected the message of this call as protobuf encodes it");

    private RequestParsing() {}

    /** The same service, behind a reader of ours. */
    public static ServerServiceDefinition read(ServerServiceDefinition service) {
        ServiceDescriptor described = service.getServiceDescriptor();
        ServiceDescriptor.Builder names =
                ServiceDescriptor.newBuilder(described.getName()).setSchemaDescriptor(described.getSchemaDescriptor());
        List<ServerMethodDefinition<?, ?>> methods = new ArrayList<>();
        service.getMethods().forEach(method -> methods.add(read(method)));
        methods.forEach(method -> names.addMethod(method.getMethodDescriptor()));
        ServerServiceDefinition.Builder read = ServerServiceDefinition.builder(names.build());
        methods.forEach(read::addMethod);
        return read.build();
    }

    private static <Q, A> ServerMethodDefinition<ReceivedRequest<Q>, A> read(ServerMethodDefinition<Q, A> method) {
        MethodDescriptor<Q, A> described = method.getMethodDescriptor();
        ServerCallHandler<Q, A> handler = method.getServerCallHandler();
        return ServerMethodDefinition.create(
                described.toBuilder(new Reader<>(described.getRequestMarshaller()), described.getResponseMarshaller())
                        .build(),
                (call, headers) -> new Opened<>(call, handler.startCall(plain(call), headers)));
    }

    /** A call has nothing of its requests' type but the name of it. */
    @SuppressWarnings("unchecked")
    private static <Q, A> ServerCall<Q, A> plain(ServerCall<ReceivedRequest<Q>, A> call) {
        return (ServerCall<Q, A>) (ServerCall<?, A>) call;
    }

    private static final class Reader<Q> implements MethodDescriptor.Marshaller<ReceivedRequest<Q>> {

        private final Parser<Q> parser;

        @SuppressWarnings("unchecked") // a message's parser makes messages like it
        Reader(MethodDescriptor.Marshaller<Q> plain) {
            Message like = (Message) ((MethodDescriptor.PrototypeMarshaller<Q>) plain).getMessagePrototype();
            this.parser = (Parser<Q>) DiscardUnknownFieldsParser.wrap(like.getParserForType());
        }

        @Override
        public InputStream stream(ReceivedRequest<Q> received) {
            throw new UnsupportedOperationException("requests are only read here");
        }

        @Override
        public ReceivedRequest<Q> parse(InputStream sent) {
            try {
                return new ReceivedRequest<>(parser.parseFrom(sent));
            } catch (InvalidProtocolBufferException unreadable) {
                return new ReceivedRequest<>(null);
            }
        }
    }

    /** Hands on what was read, until something comes that is no request. */
    private static final class Opened<Q, A> extends ServerCall.Listener<ReceivedRequest<Q>> {

        private final ServerCall<ReceivedRequest<Q>, A> call;
        private final ServerCall.Listener<Q> service;
        private boolean refused;

        Opened(ServerCall<ReceivedRequest<Q>, A> call, ServerCall.Listener<Q> service) {
            this.call = call;
            this.service = service;
        }

        @Override
        public void onMessage(ReceivedRequest<Q> received) {
            @Nullable Q request = received.request();
            if (refused) {
                return;
            }
            if (request != null) {
                service.onMessage(request);
            } else {
                refused = true;
                call.close(UNREADABLE, new Metadata());
            }
        }

        @Override
        public void onHalfClose() {
            if (!refused) {
                service.onHalfClose();
            }
        }

        @Override
        public void onCancel() {
            service.onCancel();
        }

        @Override
        public void onComplete() {
            service.onComplete();
        }

        @Override
        public void onReady() {
            if (!refused) {
                service.onReady();
            }
        }
    }
}
