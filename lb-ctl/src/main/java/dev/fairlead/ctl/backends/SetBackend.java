package dev.fairlead.ctl.backends;

import dev.fairlead.control.v1.Backend;
import dev.fairlead.ctl.command.Session;
import dev.fairlead.ctl.command.Surroundings;
import dev.fairlead.ctl.value.Pair;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code backends set} */
@Command(
        name = "set",
        description = "Change a backend. Settings you do not name stay as they are.",
        sortOptions = false)
final class SetBackend extends UpdateCommand {

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "Where it listens: HOST:PORT, http:// or https://HOST:PORT.")
    private @Nullable String url;

    @Option(names = "--weight", paramLabel = "N", description = "0 to 1000; 0 takes no new requests.")
    private @Nullable Integer weight;

    @Option(names = "--tag", paramLabel = "NAME=VALUE", description = "A tag to set; may be repeated.")
    private List<Pair> tags = List.of();

    @Option(names = "--untag", paramLabel = "NAME", description = "A tag to remove; may be repeated.")
    private List<String> untags = List.of();

    SetBackend(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected void check() {
        super.check();
        if (url == null && weight == null && tags.isEmpty() && untags.isEmpty()) {
            throw usage("nothing to set; give --url, --weight, --tag or --untag");
        }
    }

    @Override
    protected int run(Session session) {
        Backend.Builder backend = Backend.newBuilder().putAllTags(Pair.map(tags));
        List<String> fields = new ArrayList<>();
        if (url != null) {
            backend.setUrl(url);
            fields.add("url");
        }
        if (weight != null) {
            backend.setWeight(weight);
            fields.add("weight");
        }
        tags.forEach(tag -> fields.add("tags." + tag.name()));
        untags.forEach(tag -> fields.add("tags." + tag));
        return update(session, backend, fields, "changed", BackendWait::untilUp);
    }
}
