package dev.fairlead.ctl.routes;

import dev.fairlead.control.v1.RouteServiceGrpc;
import dev.fairlead.control.v1.TestRouteRequest;
import dev.fairlead.ctl.command.ReadCommand;
import dev.fairlead.ctl.command.Session;
import dev.fairlead.ctl.command.Surroundings;
import dev.fairlead.ctl.failure.ExitCode;
import dev.fairlead.ctl.value.Header;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code routes test} */
@Command(
        name = "test",
        description = {
            "Show what would become of a request: which route has it, and why not the others, what the route makes of it,"
                    + " and which pool or answer it gets. Nothing is sent.",
            "lb-ctl routes test 'POST https://api.example.com/v1/items?page=2' -H 'X-Beta: 1'"
        },
        sortOptions = false)
final class TestRoute extends ReadCommand {

    @Parameters(
            arity = "0..*",
            paramLabel = "'METHOD URL'",
            description = "The request, as in 'GET https://api.example.com/x'. Without METHOD it is GET.")
    private List<String> words = List.of();

    @Option(
            names = {"-H", "--header"},
            paramLabel = "'NAME: VALUE'",
            description = "A header of the request; may be repeated.")
    private List<Header> headers = List.of();

    @Option(names = "--client", paramLabel = "ADDRESS", description = "The client's address. Default: 127.0.0.1")
    private String client = "";

    TestRoute(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected void check() {
        List<String> request = request();
        if (request.size() > 2) {
            throw usage("\"" + String.join(" ", request) + "\" is not a request, expected 'METHOD URL', as in 'GET"
                    + " https://api.example.com/x'");
        }
        if (request.isEmpty() || isMethod(request.get(request.size() - 1))) {
            throw usage("which request? Give its URL, as in 'GET https://api.example.com/x'");
        }
    }

    /** Its words, whether or not they were quoted. */
    private List<String> request() {
        String line = String.join(" ", words).strip();
        return line.isEmpty() ? List.of() : List.of(line.split("\\s+"));
    }

    private static boolean isMethod(String word) {
        return word.matches("[A-Za-z]+");
    }

    @Override
    protected int run(Session session) {
        List<String> request = request();
        String method = request.size() == 1 ? "" : request.get(0);
        String url = request.get(request.size() - 1);
        TestRouteRequest.Builder asked =
                TestRouteRequest.newBuilder().setMethod(method).setUrl(url).setClient(client);
        headers.forEach(header -> asked.addHeaders(header.name() + ": " + header.value()));
        new Verdict(session.output(), (method.isEmpty() ? "GET" : method) + " " + url)
                .tell(session.call(RouteServiceGrpc.getTestRouteMethod(), asked.build()));
        return ExitCode.OK;
    }
}
