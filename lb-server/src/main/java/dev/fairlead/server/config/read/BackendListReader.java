package dev.fairlead.server.config.read;

import dev.fairlead.server.config.document.Node;
import dev.fairlead.server.config.document.Node.Fields;
import dev.fairlead.server.config.document.Node.Where;
import dev.fairlead.server.config.document.Problems;
import dev.fairlead.server.config.value.BackendText;
import dev.fairlead.server.desired.Backend;
import dev.fairlead.server.desired.Schema;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a pool's list of backends. */
final class BackendListReader {

    /** Stands where no usable url does, so that the rest of the block is still read and reported. */
    private static final Backend STAND_IN = Backend.at("stand-in:1");

    private final BlockReader settings;
    private final Problems problems;

    BackendListReader(BlockReader settings, Problems problems) {
        this.settings = settings;
        this.problems = problems;
    }

    List<Backend> read(Section pool) {
        Map<String, Backend> backends = new LinkedHashMap<>();
        Map<String, Where> places = new LinkedHashMap<>();
        pool.each("backends", (path, node) -> {
            Optional<Backend> read = node instanceof Fields fields
                    ? block(new Section(path, fields, problems))
                    : pool.scalar(path, node, BackendText::parse);
            read.ifPresent(backend -> {
                Where first = places.putIfAbsent(backend.id(), node.where());
                if (first == null) {
                    backends.put(backend.id(), backend);
                } else {
                    problems.add(node.where(), path, twice(backend.id(), first));
                }
            });
        });
        return List.copyOf(backends.values());
    }

    private static String twice(String id, Where first) {
        return "the id \"" + id + "\" appears twice, first in line " + first.line()
                + ", expected a unique id for each backend";
    }

    private Optional<Backend> block(Section backend) {
        backend.checkKeys(Schema.of(Backend.class).keys());
        Optional<URI> url = url(backend);
        URI plain = url.orElse(STAND_IN.url());
        String id = backend.text("id").isEmpty() ? plain.getRawAuthority() : backend.text("id");
        Optional<Backend> built = backend.record(
                Optional.empty(),
                () -> Optional.of(settings.unchecked(backend, STAND_IN, Map.of("id", id, "url", plain))));
        return url.flatMap(present -> built);
    }

    private static Optional<URI> url(Section backend) {
        Node node = backend.node("url");
        if (node == null) {
            backend.refuse("url", "is missing, expected one such as http://10.0.0.1:8080");
            return Optional.empty();
        }
        return backend.scalar(backend.pathOf("url"), node, Backend::parseUrl);
    }
}
