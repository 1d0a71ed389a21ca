package dev.fairlead.server.control.service;

import dev.fairlead.control.v1.SessionServiceGrpc;
import dev.fairlead.control.v1.ShowSessionRequest;
import dev.fairlead.control.v1.ShowSessionResponse;
import dev.fairlead.server.control.call.CallAnswers;
import dev.fairlead.server.control.call.PublishedState;
import dev.fairlead.server.control.message.InvalidRequest;
import dev.fairlead.server.control.message.Outcomes;
import dev.fairlead.server.routing.PoolTable;
import dev.fairlead.server.routing.RoutingTable;
import dev.fairlead.server.routing.RoutingTables;
import dev.fairlead.server.routing.sticky.PoolSessions;
import dev.fairlead.server.routing.sticky.Session;
import dev.fairlead.server.routing.sticky.SessionDetails;
import dev.fairlead.server.routing.sticky.Standing;
import io.grpc.stub.StreamObserver;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Tells what the value of a session means. */
final class SessionCalls extends SessionServiceGrpc.SessionServiceImplBase {

    /** Of another pool than the one that was asked for. */
    private static final String FOREIGN = "foreign";

    private final RoutingTables tables;
    private final InstantSource clock;

    SessionCalls(RoutingTables tables, InstantSource clock) {
        this.tables = tables;
        this.clock = clock;
    }

    @Override
    public void showSession(ShowSessionRequest request, StreamObserver<ShowSessionResponse> caller) {
        if (request.getValue().isBlank()) {
            throw new InvalidRequest("value", "is empty, expected that of a session's cookie or header");
        }
        RoutingTable table = tables.current();
        ShowSessionResponse.Builder answer = request.getPool().isEmpty()
                ? inAll(table, request.getValue())
                : in(table, PublishedState.pool(table, request.getPool()), request.getValue());
        CallAnswers.send(
                caller, answer.setRevision(Outcomes.number(table.revision())).build());
    }

    private ShowSessionResponse.Builder inAll(RoutingTable table, String value) {
        Collection<PoolTable> pools = table.pools().values();
        for (PoolTable pool : pools) {
            PoolSessions sessions = pool.sessions();
            Optional<SessionDetails> details = details(pool, value);
            if (sessions != null && details.isPresent()) {
                return told(pool, sessions, details.get(), value);
            }
        }
        Optional<PoolSessions> any = pools.stream()
                .map(PoolTable::sessions)
                .flatMap(Stream::ofNullable)
                .findFirst();
        return any.map(sessions -> worthNothing(sessions, value)).orElseGet(() -> without("no pool has sessions"));
    }

    private ShowSessionResponse.Builder in(RoutingTable table, PoolTable pool, String value) {
        PoolSessions sessions = pool.sessions();
        if (sessions == null) {
            return without("pool " + pool.pool() + " has no sessions: sticky.by = off");
        }
        Optional<SessionDetails> details = details(pool, value);
        if (details.isPresent()) {
            return told(pool, sessions, details.get(), value);
        }
        for (PoolTable other : table.pools().values()) {
            Optional<SessionDetails> theirs = details(other, value);
            if (theirs.isPresent()) {
                return about(theirs.get())
                        .setResult(FOREIGN)
                        .setMeaning("it is a session of pool " + other.pool() + ", and means nothing to pool "
                                + pool.pool());
            }
        }
        return worthNothing(sessions, value);
    }

    private static Optional<SessionDetails> details(PoolTable pool, String value) {
        PoolSessions sessions = pool.sessions();
        return sessions == null ? Optional.empty() : sessions.show(value);
    }

    private ShowSessionResponse.Builder told(
            PoolTable pool, PoolSessions sessions, SessionDetails details, String value) {
        Session session = sessions.explain(List.of(header(sessions, value)), pool.standings());
        String secret = details.byOldSecret() ? "; signed with a secret that only verifies by now" : "";
        return about(details).setResult(session.result().code()).setMeaning(session.sentence() + secret);
    }

    private ShowSessionResponse.Builder about(SessionDetails details) {
        ShowSessionResponse.Builder answer =
                ShowSessionResponse.newBuilder().setPool(details.pool()).setBackend(details.backend());
        return details.expiry() == 0
                ? answer
                : answer.setExpiresInSeconds(details.expiry() - clock.instant().getEpochSecond());
    }

    private static ShowSessionResponse.Builder worthNothing(PoolSessions sessions, String value) {
        Session session = sessions.explain(List.of(header(sessions, value)), place -> Standing.SERVING);
        return ShowSessionResponse.newBuilder()
                .setResult(session.result().code())
                .setMeaning(
                        sessions.learns()
                                ? session.sentence()
                                : "it was not made here, or for another pool, or with a secret that is gone");
    }

    private static ShowSessionResponse.Builder without(String meaning) {
        return ShowSessionResponse.newBuilder().setResult("none").setMeaning(meaning);
    }

    /** As a request would carry it. */
    private static String header(PoolSessions sessions, String value) {
        return sessions.requestHeader().equals(sessions.name()) ? value : sessions.name() + "=" + value;
    }
}
