package dev.fairlead.ctl.watch;

import dev.fairlead.control.v1.Backend;
import dev.fairlead.control.v1.Revision;
import dev.fairlead.control.v1.StateSnapshot;
import dev.fairlead.control.v1.WatchStateResponse;
import dev.fairlead.ctl.value.Figures;
import dev.fairlead.ctl.value.States;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/** Events as lines for people, one or more each. */
final class EventLines {

    private final ZoneId zone;

    EventLines(ZoneId zone) {
        this.zone = zone;
    }

    /** The subject of an event: a backend or a revision. */
    String name(WatchStateResponse event) {
        return switch (event.getEventCase()) {
            case BACKEND_CHANGED -> event.getBackendChanged().getBackend().getId();
            case BACKEND_REMOVED -> event.getBackendRemoved().getId();
            default -> Integer.toUnsignedString(event.getRevision());
        };
    }

    List<String> of(WatchStateResponse event) {
        String time = Figures.moment(event.getTime(), zone) + "  ";
        return switch (event.getEventCase()) {
            case SNAPSHOT -> snapshot(event, time);
            case ACCEPTED -> accepted(event.getAccepted(), time);
            case BACKEND_CHANGED ->
                List.of(time + backend(event.getBackendChanged().getBackend()));
            case BACKEND_REMOVED ->
                List.of(time + event.getBackendRemoved().getPool() + "/"
                        + event.getBackendRemoved().getId() + " is gone");
            case RESYNC -> List.of(time + "missed events: " + event.getResync().getReason());
            case EVENT_NOT_SET -> List.of();
        };
    }

    private List<String> snapshot(WatchStateResponse event, String time) {
        StateSnapshot snapshot = event.getSnapshot();
        List<String> lines = new ArrayList<>();
        lines.add(time + "revision " + Integer.toUnsignedString(event.getRevision()) + ": "
                + Figures.count(snapshot.getPoolsCount(), "pool") + ", "
                + Figures.count(snapshot.getBackendsCount(), "backend"));
        snapshot.getBackendsList().forEach(backend -> lines.add(time + backend(backend)));
        return lines;
    }

    private static List<String> accepted(Revision revision, String time) {
        String head = time + "revision " + Integer.toUnsignedString(revision.getRevision())
                + (revision.getAuthor().isEmpty() ? "" : " by " + revision.getAuthor())
                + (revision.getMessage().isEmpty() ? "" : " (" + revision.getMessage() + ")");
        if (revision.getDifferencesCount() == 0) {
            return List.of(head);
        }
        return revision.getDifferencesList().stream()
                .map(difference -> head + ": " + difference)
                .toList();
    }

    private static String backend(Backend backend) {
        return backend.getPool() + "/" + backend.getId() + " is " + States.health(backend.getHealth()) + ", "
                + States.admin(backend.getAdminState()) + ", weight " + backend.getWeight() + ", "
                + backend.getInFlight() + " in flight"
                + (backend.getReason().isEmpty() ? "" : ": " + backend.getReason());
    }
}
