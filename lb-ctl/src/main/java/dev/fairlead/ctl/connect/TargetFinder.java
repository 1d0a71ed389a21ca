package dev.fairlead.ctl.connect;

import dev.fairlead.ctl.failure.CommandFailure;
import dev.fairlead.ctl.failure.ExitCode;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Decides which server to use: the given one, else the one running on this machine, else the usual address. A server on
 * this machine and callers of the same user share the token in the runtime folder.
 */
final class TargetFinder {

    static final int USUAL_PORT = 9800;

    private static final String USUAL_ADDRESS = "127.0.0.1:" + USUAL_PORT;

    private final RuntimeFolder folder;

    TargetFinder(Map<String, String> environment, Path userHome) {
        this.folder = RuntimeFolder.of(environment, userHome);
    }

    Target find(Credentials credentials) {
        String address = credentials.address();
        if (address == null) {
            List<RunningServer> running = folder.running();
            if (running.size() > 1) {
                throw new CommandFailure(
                        ExitCode.USAGE,
                        "several servers are running on this machine; choose one with --address:",
                        running.stream().map(RunningServer::toString).toList());
            }
            address = running.isEmpty() ? USUAL_ADDRESS : running.get(0).control();
        }
        URI uri = parse(address);
        boolean tls = credentials.tls() || "https".equals(uri.getScheme());
        HostAndPort named = new HostAndPort(uri.getHost().replaceAll("[\\[\\]]", ""), uri.getPort());
        Path file = credentials.tokenFile();
        if (file == null) {
            return known(named, tls);
        }
        if (!tls && !named.isLoopback() && !credentials.insecure()) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "the token would go to " + address
                            + " in plain text, and anyone on the network path could read it; use https:// or"
                            + " --tls-ca if the server has TLS, or --insecure to send it anyway");
        }
        return new Target(named.host(), named.port(), tls, tokenIn(file), null);
    }

    /** Adds the token from the runtime file, if a live server of this user wrote it for exactly this address. */
    private Target known(HostAndPort named, boolean tls) {
        return folder.onPort(named.port())
                .filter(server -> named.means(server.address())
                        && server.alive()
                        && !server.token().isEmpty())
                .map(server -> tls
                        ? new Target(named.host(), named.port(), true, server.token(), null)
                        : new Target(server.address().host(), named.port(), false, null, server))
                .orElseGet(() -> new Target(named.host(), named.port(), tls, null, null));
    }

    private static URI parse(String address) {
        try {
            URI uri = new URI(address.contains("://") ? address : "grpc://" + address);
            if (uri.getHost() != null && uri.getPort() > 0 && uri.getPort() <= 65_535 && isBare(uri)) {
                return uri;
            }
        } catch (URISyntaxException e) {
            throw badAddress(address, " (" + e.getReason() + ")");
        }
        throw badAddress(address, "");
    }

    private static boolean isBare(URI uri) {
        return (uri.getPath().isEmpty() || "/".equals(uri.getPath()))
                && uri.getQuery() == null
                && uri.getUserInfo() == null
                && List.of("grpc", "http", "https").contains(uri.getScheme());
    }

    private static CommandFailure badAddress(String address, String why) {
        return new CommandFailure(
                ExitCode.USAGE,
                "\"" + address + "\" is not a server address, expected host:port or https://host:port" + why);
    }

    private static String tokenIn(Path file) {
        try {
            return Files.readString(file)
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .findFirst()
                    .orElseThrow(() -> new CommandFailure(ExitCode.USAGE, "the token file " + file + " is empty"));
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.USAGE, "cannot read the token file " + file + " (" + e.getMessage() + ")");
        }
    }
}
