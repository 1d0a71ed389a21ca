package dev.fairlead.server.control.service;

import dev.fairlead.server.config.InvalidConfigException;
import dev.fairlead.server.config.reload.Reload;
import dev.fairlead.server.config.reload.ReloadRefusedException;
import dev.fairlead.server.config.reload.Reloader;
import dev.fairlead.server.config.reload.Reloads;
import dev.fairlead.server.desired.DesiredState;
import dev.fairlead.server.live.Balancer;
import dev.fairlead.server.live.ChangeResult;
import dev.fairlead.server.state.ChangeRefused;
import dev.fairlead.server.state.ChangeTerms;
import jakarta.inject.Inject;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Reloads the server's file at a caller's request. */
final class ReloadOnDemand {

    private final ConfigSource source;
    private final Balancer balancer;

    @Inject
    ReloadOnDemand(ConfigSource source, Balancer balancer) {
        this.source = source;
        this.balancer = balancer;
    }

    /**
     * Blocks until the change is made.
     *
     * @throws InvalidConfigException with all problems of the file
     * @throws ChangeRefused if it is refused in the running state
     */
    ChangeResult reload(ChangeTerms terms) throws InvalidConfigException {
        RecordedReload reload = new RecordedReload(terms);
        Reloader reloader = source.requireReloader();
        String cause = "call by " + terms.author();
        Reload outcome = terms.dryRun() ? reloader.rehearse(reload) : reloader.reload(cause, reload);
        if (reload.refused != null) {
            throw reload.refused;
        }
        if (outcome instanceof Reload.Refused refused) {
            throw new InvalidConfigException(refused.problems());
        }
        if (reload.result == null) {
            throw new IllegalStateException("a reload was accepted and nothing handed over");
        }
        return reload.result;
    }

    /** Keeps the result of the change; the reloader itself only needs a word for the log. */
    private final class RecordedReload implements Reloads {

        private final ChangeTerms terms;
        private @Nullable ChangeResult result;
        private @Nullable ChangeRefused refused;

        RecordedReload(ChangeTerms terms) {
            this.terms = terms;
        }

        @Override
        public Reload.Accepted reload(DesiredState desired, String cause) throws ReloadRefusedException {
            try {
                result = balancer.reload(desired, terms).toCompletableFuture().join();
                return new Reload.Accepted(result.toString(), result.repeated());
            } catch (CompletionException e) {
                if (e.getCause() instanceof ChangeRefused no) {
                    refused = no;
                    throw new ReloadRefusedException(no.sentence(), no);
                }
                throw e;
            }
        }
    }
}
