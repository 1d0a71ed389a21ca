package dev.fairlead.ctl.explain;

import dev.fairlead.control.v1.ExplainChoiceRequest;
import dev.fairlead.control.v1.ExplainChoiceResponse;
import dev.fairlead.control.v1.ExplainRequestRequest;
import dev.fairlead.control.v1.ExplainRequestResponse;
import dev.fairlead.control.v1.ExplainServiceGrpc;
import dev.fairlead.control.v1.ListRequestsRequest;
import dev.fairlead.control.v1.ListRequestsResponse;
import dev.fairlead.ctl.command.ReadCommand;
import dev.fairlead.ctl.command.Session;
import dev.fairlead.ctl.command.Surroundings;
import dev.fairlead.ctl.failure.ExitCode;
import dev.fairlead.ctl.value.Header;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code explain} */
@Command(
        name = "explain",
        description = {
            "Explain what happened to a recent request, attempt by attempt, or which backend would get a request now.",
            "A request's id is in its X-Request-Id header, in the access log, and in the output of --recent."
        },
        sortOptions = false)
public final class ExplainCommand extends ReadCommand {

    @Parameters(arity = "0..1", paramLabel = "REQUEST-ID", description = "The id of a recent request.")
    private @Nullable String requestId;

    @Option(names = "--recent", description = "List the last requests, newest first.")
    private boolean recent;

    @Option(names = "--troubled", description = "List only the last requests that had trouble.")
    private boolean troubled;

    @Option(names = "-n", paramLabel = "N", description = "List at most N requests. Default: 20")
    private @Nullable Integer most;

    @Option(
            names = "--would",
            paramLabel = "'METHOD PATH'",
            description = "A hypothetical request, as in 'GET /x'; nothing is sent.")
    private @Nullable String would;

    @Option(
            names = {"-H", "--header"},
            paramLabel = "'NAME: VALUE'",
            description = "A header of the hypothetical request; may be repeated.")
    private List<Header> headers = List.of();

    @Option(
            names = "--client",
            paramLabel = "ADDRESS",
            description = "Client address of the hypothetical request. Default: 127.0.0.1")
    private String client = "";

    public ExplainCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected void check() {
        int asked = (requestId == null ? 0 : 1) + (would == null ? 0 : 1) + (recent || troubled ? 1 : 0);
        if (asked != 1) {
            throw usage("which request? Give its id, --recent, or --would 'GET /x'");
        }
        if (most != null && (!(recent || troubled) || most < 1)) {
            throw usage("-n goes with --recent or --troubled, and expects 1 or more");
        }
        if (would == null && (!headers.isEmpty() || !client.isEmpty())) {
            throw usage("-H and --client describe a hypothetical request; use them with --would 'GET /x'");
        }
    }

    @Override
    protected int run(Session session) {
        if (requestId != null) {
            return past(session, requestId);
        }
        return would != null ? future(session, would.strip()) : lately(session);
    }

    private int past(Session session, String id) {
        ExplainRequestResponse answer = session.call(
                ExplainServiceGrpc.getExplainRequestMethod(),
                ExplainRequestRequest.newBuilder().setRequestId(id).build());
        new Story(session.output(), surroundings().zone()).tell(answer);
        return ExitCode.OK;
    }

    private int lately(Session session) {
        ListRequestsRequest.Builder request = ListRequestsRequest.newBuilder().setPool(session.pool());
        ListRequestsResponse answer = session.call(
                ExplainServiceGrpc.getListRequestsMethod(),
                request.setTroubled(troubled).setLimit(most == null ? 0 : most).build());
        session.output()
                .list(
                        answer,
                        answer.getRequestsList(),
                        new Lately(surroundings().zone()).layout());
        return ExitCode.OK;
    }

    private int future(Session session, String imagined) {
        int space = imagined.indexOf(' ');
        ExplainChoiceRequest.Builder request = ExplainChoiceRequest.newBuilder()
                .setPool(session.pool())
                .setMethod(imagined.startsWith("/") ? "GET" : space < 0 ? imagined : imagined.substring(0, space))
                .setPath(
                        imagined.startsWith("/")
                                ? imagined
                                : space < 0 ? "/" : imagined.substring(space).strip())
                .setClientAddress(client);
        for (Header header : headers) {
            if (header.name().equalsIgnoreCase("host")) {
                request.setHost(header.value());
            } else {
                request.putHeaders(header.name(), header.value());
            }
        }
        ExplainChoiceResponse answer = session.call(ExplainServiceGrpc.getExplainChoiceMethod(), request.build());
        new Prospect(session.output()).tell(answer);
        return ExitCode.OK;
    }
}
