package dev.fairlead.server.proxy;

import dev.fairlead.server.backend.RunningBackend;
import dev.fairlead.server.routing.RequestSession;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import org.jspecify.annotations.Nullable;

/** What a backend's answer and the session of its request have to do with each other; without a session, nothing. */
final class SessionEffects {

    private SessionEffects() {}

    /** @param answer as the backend gave it */
    static void learn(@Nullable RequestSession session, RunningBackend backend, HeaderMap answer) {
        if (session == null || !session.learns()) {
            return;
        }
        HeaderValues cookies = answer.get(Headers.SET_COOKIE);
        if (cookies != null) {
            for (int i = 0; i < cookies.size(); i++) {
                session.learn(backend, cookies.get(i));
            }
        }
    }

    /** @param answer as the client gets it */
    static void tell(@Nullable RequestSession session, RunningBackend backend, HeaderMap answer) {
        String told = session == null ? null : session.answered(backend);
        if (session == null || told == null) {
            return;
        }
        HttpString name = new HttpString(session.header());
        if (name.equals(Headers.SET_COOKIE)) {
            answer.add(name, told);
        } else {
            answer.put(name, told);
        }
    }
}
