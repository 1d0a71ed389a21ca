package dev.fairlead.server.proxy;

import dev.fairlead.server.desired.route.HeaderEdits;
import dev.fairlead.server.routing.KeptKey;
import dev.fairlead.server.routing.LiveRoute;
import dev.fairlead.server.routing.RequestRun;
import dev.fairlead.server.routing.match.PathRewrite;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;

/** What a request's route does to it and to its answer; without a route, nothing. */
final class RouteEffects {

    private final RequestRun run;

    RouteEffects(RequestRun run) {
        this.run = run;
    }

    /**
     * Of the request's body; 0 if there is no limit.
     *
     * @param server what the server allows
     */
    long mostBodyBytes(long server) {
        LiveRoute route = run.route();
        return route == null ? server : route.route().limits().body().orElse(server);
    }

    /** The path that the backend gets. */
    String path() {
        String sent = run.facts().path();
        LiveRoute route = run.route();
        PathRewrite rewrite = route == null ? null : route.compiled().rewrite();
        return rewrite == null ? sent : rewrite.of(sent);
    }

    /** The host that the backend gets; empty if there is none. */
    String host() {
        LiveRoute route = run.route();
        String instead = route == null ? "" : route.route().rewrite().host();
        return instead.isEmpty() ? run.facts().host() : instead;
    }

    HeaderEdits requestHeaders() {
        LiveRoute route = run.route();
        return route == null ? HeaderEdits.NONE : route.route().requestHeaders();
    }

    /** Changes the headers of an answer, whoever gives it. */
    void edit(HeaderMap answer) {
        LiveRoute route = run.route();
        if (route != null) {
            edit(answer, route.route().responseHeaders());
        }
        KeptKey key = run.keptKey();
        if (key != null) {
            answer.add(Headers.SET_COOKIE, cookie(key));
        }
    }

    private static void edit(HeaderMap answer, HeaderEdits edits) {
        if (edits.isEmpty()) {
            return;
        }
        edits.remove().forEach(answer::remove);
        edits.set().forEach((name, value) -> answer.put(new HttpString(name), value));
        edits.add().forEach((name, value) -> answer.add(new HttpString(name), value));
    }

    private String cookie(KeptKey key) {
        String secure = run.facts().scheme().equals("https") ? "; Secure" : "";
        return key.cookie() + "=" + key.value() + "; Path=/; HttpOnly; SameSite=Lax" + secure;
    }
}
