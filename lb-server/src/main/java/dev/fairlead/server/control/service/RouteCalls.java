package dev.fairlead.server.control.service;

import static dev.fairlead.server.control.message.Outcomes.number;

import dev.fairlead.control.v1.AddRouteRequest;
import dev.fairlead.control.v1.AddRouteResponse;
import dev.fairlead.control.v1.GetRouteRequest;
import dev.fairlead.control.v1.GetRouteResponse;
import dev.fairlead.control.v1.ListRoutesRequest;
import dev.fairlead.control.v1.ListRoutesResponse;
import dev.fairlead.control.v1.MoveRouteRequest;
import dev.fairlead.control.v1.MoveRouteResponse;
import dev.fairlead.control.v1.RemoveRouteRequest;
import dev.fairlead.control.v1.RemoveRouteResponse;
import dev.fairlead.control.v1.RouteServiceGrpc;
import dev.fairlead.control.v1.TestRouteRequest;
import dev.fairlead.control.v1.TestRouteResponse;
import dev.fairlead.control.v1.UpdateRouteRequest;
import dev.fairlead.control.v1.UpdateRouteResponse;
import dev.fairlead.server.control.call.CallAnswers;
import dev.fairlead.server.control.call.ChangeSubmission;
import dev.fairlead.server.control.explain.RouteTrial;
import dev.fairlead.server.control.message.Outcomes;
import dev.fairlead.server.control.message.RouteReader;
import dev.fairlead.server.control.message.Violations;
import dev.fairlead.server.desired.DesiredState;
import dev.fairlead.server.desired.route.Route;
import dev.fairlead.server.routing.RoutingTables;
import dev.fairlead.server.state.Change;
import dev.fairlead.server.state.ChangeRefused;
import dev.fairlead.server.state.Revision;
import dev.fairlead.server.state.RevisionHistory;
import dev.fairlead.server.state.RouteEdit;
import io.grpc.stub.StreamObserver;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Optional;

/** Answers the calls about routes. */
final class RouteCalls extends RouteServiceGrpc.RouteServiceImplBase {

    private final RevisionHistory history;
    private final RoutingTables tables;
    private final RouteReader routes;
    private final NamedSettings settings;
    private final ChangeSubmission changes;
    private final CallAnswers answers;

    @Inject
    RouteCalls(
            RevisionHistory history,
            RoutingTables tables,
            RouteReader routes,
            NamedSettings settings,
            ChangeSubmission changes,
            CallAnswers answers) {
        this.history = history;
        this.tables = tables;
        this.routes = routes;
        this.settings = settings;
        this.changes = changes;
        this.answers = answers;
    }

    @Override
    public void listRoutes(ListRoutesRequest request, StreamObserver<ListRoutesResponse> caller) {
        Revision now = history.current();
        ListRoutesResponse.Builder answer = ListRoutesResponse.newBuilder().setRevision(number(now.number()));
        now.desired().frontend().routes().forEach(route -> answer.addRoutes(RouteReader.write(route)));
        CallAnswers.send(caller, answer.build());
    }

    @Override
    public void getRoute(GetRouteRequest request, StreamObserver<GetRouteResponse> caller) {
        Revision now = history.current();
        Route route = present(now.desired(), request.getName());
        CallAnswers.send(
                caller,
                GetRouteResponse.newBuilder()
                        .setRevision(number(now.number()))
                        .setRoute(RouteReader.write(route))
                        .putAllSettings(NamedSettings.texts(route, request.getKey()))
                        .build());
    }

    @Override
    public void addRoute(AddRouteRequest request, StreamObserver<AddRouteResponse> caller) {
        answers.send(
                caller,
                changes.make(request, violations -> add(request, violations)),
                result -> AddRouteResponse.newBuilder()
                        .setRevision(number(result.revision()))
                        .setRoute(written(result.after(), request.getRoute().getName()))
                        .setOutcome(Outcomes.write(result))
                        .build());
    }

    private Change add(AddRouteRequest request, Violations violations) {
        String name = request.getRoute().getName();
        Optional<Route> route;
        if (request.getSettingsMap().isEmpty()) {
            route = routes.read(request.getRoute(), violations.at("route"));
        } else {
            if (!RouteReader.isNameAlone(request.getRoute())) {
                violations.add("settings", "stand beside fields of the route, expected either these or those");
            }
            route = settings.newRoute(name, request.getSettingsMap(), violations);
        }
        return route.map(made -> RouteEdit.add(made, request.getBefore())).orElseGet(() -> RouteEdit.remove(name));
    }

    @Override
    public void updateRoute(UpdateRouteRequest request, StreamObserver<UpdateRouteResponse> caller) {
        String name = request.getRoute().getName();
        answers.send(
                caller,
                changes.make(request, violations -> update(request, violations)),
                result -> UpdateRouteResponse.newBuilder()
                        .setRevision(number(result.revision()))
                        .setRoute(written(result.after(), name))
                        .setOutcome(Outcomes.write(result))
                        .putAllSettings(find(result.after(), name)
                                .map(route -> NamedSettings.texts(route, ""))
                                .orElseGet(Map::of))
                        .build());
    }

    private Change update(UpdateRouteRequest request, Violations violations) {
        Route now = present(history.current().desired(), request.getRoute().getName());
        RouteEdit edit = present -> present;
        String what = "";
        if (!RouteReader.isNameAlone(request.getRoute())) {
            Route whole =
                    routes.read(request.getRoute(), violations.at("route")).orElse(now);
            edit = present -> whole;
            now = whole;
            what = "everything";
        }
        edit = settings.ofRoute(edit, now, request.getSettingsMap(), violations);
        return RouteEdit.set(now.name(), NamedSettings.what(what, request.getSettingsMap()), edit);
    }

    @Override
    public void removeRoute(RemoveRouteRequest request, StreamObserver<RemoveRouteResponse> caller) {
        answers.send(
                caller,
                changes.make(request, violations -> RouteEdit.remove(request.getName())),
                result -> RemoveRouteResponse.newBuilder()
                        .setRevision(number(result.revision()))
                        .setOutcome(Outcomes.write(result))
                        .build());
    }

    @Override
    public void moveRoute(MoveRouteRequest request, StreamObserver<MoveRouteResponse> caller) {
        answers.send(
                caller,
                changes.make(request, violations -> RouteEdit.move(request.getName(), request.getBefore())),
                result -> MoveRouteResponse.newBuilder()
                        .setRevision(number(result.revision()))
                        .setOutcome(Outcomes.write(result))
                        .build());
    }

    @Override
    public void testRoute(TestRouteRequest request, StreamObserver<TestRouteResponse> caller) {
        CallAnswers.send(caller, RouteTrial.of(request).in(tables.current()));
    }

    private static Optional<Route> find(DesiredState desired, String name) {
        return desired.frontend().routes().stream()
                .filter(route -> route.name().equals(name))
                .findFirst();
    }

    private static Route present(DesiredState desired, String name) {
        return find(desired, name)
                .orElseThrow(() -> ChangeRefused.noRoute(
                        name,
                        desired.frontend().routes().stream().map(Route::name).toList()));
    }

    /** Empty if it no longer exists. */
    private static dev.fairlead.control.v1.Route written(DesiredState desired, String name) {
        return find(desired, name).map(RouteReader::write).orElseGet(dev.fairlead.control.v1.Route::getDefaultInstance);
    }
}
