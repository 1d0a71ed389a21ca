package dev.fairlead.server.config.reload;

import dev.fairlead.server.config.BootSettings;
import dev.fairlead.server.config.ConfigProblem;
import dev.fairlead.server.config.InvalidConfigException;
import dev.fairlead.server.config.ServerConfig;
import dev.fairlead.server.config.document.SourceFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Rereads the file and hands it over as one change, or refuses it and changes nothing. */
public final class Reloader {

    private static final Logger log = LoggerFactory.getLogger(Reloader.class);

    private final ConfigFile file;
    private final BootSettings running;
    private final Reloads target;
    private final LongAdder accepted = new LongAdder();
    private final LongAdder refused = new LongAdder();

    /** @param running what this process was started with */
    public Reloader(ConfigFile file, BootSettings running, Reloads target) {
        this.file = file;
        this.running = running;
        this.target = target;
    }

    /** One at a time: a signal, the watcher and a caller may come at once, and the later one must read the later file. */
    public synchronized Reload reload(String cause) {
        SourceFiles sources = new SourceFiles();
        Reload result = told(attempt(sources, cause, target), cause);
        // Also after a refusal, which stands in the log: it is tried again when it changes, or somebody asks.
        file.dealtWith(sources);
        return result;
    }

    /**
     * The same for a caller, whose refusal and whose repeat are his own: the file's change stays news to the watcher.
     *
     * @param taker takes the new reading this once
     */
    public synchronized Reload reload(String cause, Reloads taker) {
        SourceFiles sources = new SourceFiles();
        Reload result = told(attempt(sources, cause, taker), cause);
        if (result instanceof Reload.Accepted accepted && !accepted.repeated()) {
            file.dealtWith(sources);
        }
        return result;
    }

    private Reload told(Reload result, String cause) {
        if (result instanceof Reload.Accepted ok) {
            accepted.increment();
            log.info("config={} event=reloaded cause={} result=\"{}\"", file, cause, ok.outcome());
        } else if (result instanceof Reload.Refused no) {
            refused.increment();
            log.warn(
                    "config={} event=reload-refused cause={} errors={}",
                    file,
                    cause,
                    no.problems().size());
            no.problems().forEach(problem -> log.warn("{}", problem));
        }
        return result;
    }

    /** What a reload would come to, if the taker changes nothing either. */
    public synchronized Reload rehearse(Reloads taker) {
        return attempt(new SourceFiles(), "rehearsal", taker);
    }

    private Reload attempt(SourceFiles sources, String cause, Reloads taker) {
        try {
            ServerConfig config = file.read(sources);
            List<String> restart = running.changedKeys(config.boot());
            if (!restart.isEmpty()) {
                return new Reload.Refused(needsRestart(restart));
            }
            return taker.reload(config.desired(), cause);
        } catch (InvalidConfigException e) {
            return new Reload.Refused(e.problems());
        } catch (ReloadRefusedException e) {
            return new Reload.Refused(List.of(new ConfigProblem(file.toString(), String.valueOf(e.getMessage()))));
        }
    }

    private List<ConfigProblem> needsRestart(List<String> keys) {
        List<ConfigProblem> problems = new ArrayList<>();
        for (String key : keys) {
            problems.add(new ConfigProblem(
                    file.toString(),
                    0,
                    key,
                    "has changed, expected its value at the start; restart the server to change it"));
        }
        return problems;
    }

    public long accepted() {
        return accepted.sum();
    }

    public long refused() {
        return refused.sum();
    }
}
