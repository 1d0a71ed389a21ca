package dev.fairlead.server.control;

import io.grpc.netty.shaded.io.netty.channel.ChannelHandlerContext;
import io.grpc.netty.shaded.io.netty.channel.ChannelInboundHandlerAdapter;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2Error;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2Exception;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2Stream;

/**
 * Ends the stream of a call that was answered before all of its request had come. gRPC leaves it open: nobody takes the rest
 * any more, so the bytes that are there keep the connection's window, and the next calls on it wait for room for ever.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a reset that cannot be written ends with its connection
final class EarlyAnswerHandler extends ChannelInboundHandlerAdapter {

    /** HTTP/2 has its place behind TLS, and is not there before that is agreed. */
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Http2Exception {
        context.fireChannelRead(message);
        Http2ConnectionHandler http2 = context.pipeline().get(Http2ConnectionHandler.class);
        if (http2 != null) {
            ChannelHandlerContext place = context.pipeline().context(http2);
            http2.connection().addListener(new Http2ConnectionAdapter() {
                @Override
                public void onStreamHalfClosed(Http2Stream stream) {
                    endIfAnswered(stream, http2, place);
                }
            });
            http2.connection().forEachActiveStream(stream -> {
                endIfAnswered(stream, http2, place);
                return true;
            });
            context.pipeline().remove(this);
        }
    }

    private static void endIfAnswered(Http2Stream stream, Http2ConnectionHandler http2, ChannelHandlerContext place) {
        if (stream.state() == Http2Stream.State.HALF_CLOSED_LOCAL) {
            // not at once: the answer's last frame is still being written
            place.executor().execute(() -> {
                if (stream.state() == Http2Stream.State.HALF_CLOSED_LOCAL) {
                    http2.encoder().writeRstStream(place, stream.id(), Http2Error.NO_ERROR.code(), place.newPromise());
                    place.flush();
                }
            });
        }
    }
}
