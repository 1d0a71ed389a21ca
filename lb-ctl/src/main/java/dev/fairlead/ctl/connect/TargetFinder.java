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
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Decides which server is meant: the one that was named, else the one that runs here, else whoever listens at the usual
 * place. A server on this host hands its token to callers of the same user through the runtime folder.
 */
final class TargetFinder {

    static final int USUAL_PORT = 9800;

    private static final String USUAL_ADDRESS = "127.0.0.1:" + USUAL_PORT;

    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|::1|(0:){7}1");

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
                        "several servers run here; say with --address which one is meant:",
                        running.stream().map(RunningServer::toString).toList());
            }
            address = running.isEmpty() ? USUAL_ADDRESS : running.get(0).control();
        }
        URI uri = parse(address);
        boolean tls = credentials.tls() || "https".equals(uri.getScheme());
        String host = uri.getHost().replaceAll("[\\[\\]]", "");
        return new Target(host, uri.getPort(), tls, token(credentials.tokenFile(), host, uri.getPort()));
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
                "\"" + address + "\" is no address of a server, expected host:port or https://host:port" + why);
    }

    private @Nullable String token(@Nullable Path file, String host, int port) {
        if (file != null) {
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
        return isLoopback(host) ? folder.onPort(port).map(RunningServer::token).orElse(null) : null;
    }

    /** By its spelling alone: no name is looked up to decide who gets a token. */
    private static boolean isLoopback(String host) {
        return LOOPBACK.matcher(host).matches();
    }
}
