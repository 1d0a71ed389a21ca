package dev.fairlead.server.control.auth;

import dev.fairlead.control.v1.AccessServiceGrpc;
import dev.fairlead.control.v1.BackendServiceGrpc;
import dev.fairlead.control.v1.ConfigServiceGrpc;
import dev.fairlead.control.v1.ExplainServiceGrpc;
import dev.fairlead.control.v1.FrontendServiceGrpc;
import dev.fairlead.control.v1.LimitServiceGrpc;
import dev.fairlead.control.v1.PluginServiceGrpc;
import dev.fairlead.control.v1.PoolServiceGrpc;
import dev.fairlead.control.v1.RouteServiceGrpc;
import dev.fairlead.control.v1.SessionServiceGrpc;
import dev.fairlead.control.v1.StrategyServiceGrpc;
import dev.fairlead.control.v1.WatchServiceGrpc;
import io.grpc.MethodDescriptor;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The role that a call needs. Only the calls listed here are reads; any other call needs the role write. A probe is
 * sent to a backend and its result counts, and verifying a plug-in runs its code, so neither is a read.
 */
public final class Roles {

    /** Health and reflection: about the port, not about the load balancer. */
    private static final String ABOUT_THE_PORT = "grpc.";

    private static final Set<String> READS = Stream.of(
                    AccessServiceGrpc.getProveMethod(),
                    FrontendServiceGrpc.getGetFrontendMethod(),
                    RouteServiceGrpc.getListRoutesMethod(),
                    RouteServiceGrpc.getGetRouteMethod(),
                    RouteServiceGrpc.getTestRouteMethod(),
                    LimitServiceGrpc.getListLimitsMethod(),
                    SessionServiceGrpc.getShowSessionMethod(),
                    PoolServiceGrpc.getListPoolsMethod(),
                    PoolServiceGrpc.getGetPoolMethod(),
                    PoolServiceGrpc.getGetStatsMethod(),
                    BackendServiceGrpc.getListBackendsMethod(),
                    BackendServiceGrpc.getGetBackendMethod(),
                    BackendServiceGrpc.getListHealthEventsMethod(),
                    StrategyServiceGrpc.getListStrategiesMethod(),
                    ExplainServiceGrpc.getExplainRequestMethod(),
                    ExplainServiceGrpc.getListRequestsMethod(),
                    ExplainServiceGrpc.getExplainChoiceMethod(),
                    PluginServiceGrpc.getListPluginsMethod(),
                    ConfigServiceGrpc.getGetConfigMethod(),
                    ConfigServiceGrpc.getDescribeSettingsMethod(),
                    ConfigServiceGrpc.getValidateConfigMethod(),
                    ConfigServiceGrpc.getDiffConfigMethod(),
                    ConfigServiceGrpc.getListRevisionsMethod(),
                    WatchServiceGrpc.getWatchStateMethod(),
                    WatchServiceGrpc.getWatchStatsMethod())
            .map(MethodDescriptor::getFullMethodName)
            .collect(Collectors.toSet());

    private Roles() {}

    public static Role of(MethodDescriptor<?, ?> method) {
        String name = method.getFullMethodName();
        return name.startsWith(ABOUT_THE_PORT) || READS.contains(name) ? Role.READ : Role.WRITE;
    }
}
