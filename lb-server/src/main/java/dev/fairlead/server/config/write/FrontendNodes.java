package dev.fairlead.server.config.write;

import dev.fairlead.server.config.document.Node.Fields;
import dev.fairlead.server.config.value.Values;
import dev.fairlead.server.desired.Durations;
import dev.fairlead.server.desired.Frontend;
import dev.fairlead.server.desired.Limits;

/** Turns what faces the clients back into a document; the inverse of the reading of the same block. */
final class FrontendNodes {

    private FrontendNodes() {}

    static Fields of(Frontend frontend) {
        return new NodeBuilder()
                .put("listen", frontend.listen())
                .put("trusted-proxies", frontend.trustedProxies())
                .put(
                        "shutdown",
                        new NodeBuilder()
                                .put("grace", Durations.text(frontend.shutdown().grace()))
                                .put("drain", Durations.text(frontend.shutdown().drain())))
                .put(
                        "access-log",
                        new NodeBuilder()
                                .put("format", Values.word(frontend.accessLog().format()))
                                .put("to", frontend.accessLog().to()))
                .put("monitoring", monitoring(frontend))
                .put("limits", limits(frontend.limits()))
                .put(
                        "headers",
                        new NodeBuilder()
                                .put(
                                        "underscores",
                                        Values.word(frontend.headers().underscores())))
                .build();
    }

    private static NodeBuilder limits(Limits limits) {
        return new NodeBuilder()
                .put("body", Values.sizeText(limits.body()))
                .put("header", Values.sizeText(limits.headerBytes()))
                .put("headers", limits.headerCount())
                .put("connections", limits.connections())
                .put("connections-per-client", limits.connectionsPerClient())
                .put("buffers", Values.sizeText(limits.buffers()))
                .put("min-body-rate", Values.sizeText(limits.minBodyRate()));
    }

    private static NodeBuilder monitoring(Frontend frontend) {
        return new NodeBuilder()
                .put("paths", Values.word(frontend.monitoring().paths()))
                .put("health-path", frontend.monitoring().healthPath())
                .put("stats-path", frontend.monitoring().statsPath())
                .put("allow", frontend.monitoring().allow());
    }
}
