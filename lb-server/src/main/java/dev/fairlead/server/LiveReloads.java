package dev.fairlead.server;

import dev.fairlead.server.config.reload.Reload;
import dev.fairlead.server.config.reload.ReloadRefusedException;
import dev.fairlead.server.config.reload.Reloads;
import dev.fairlead.server.desired.DesiredState;
import dev.fairlead.server.live.Balancer;
import dev.fairlead.server.live.ChangeResult;
import dev.fairlead.server.state.ChangeRefused;
import dev.fairlead.server.state.ChangeTerms;
import java.util.concurrent.CompletionException;

/** Hands a newly read file to the control thread and waits for the result. */
final class LiveReloads implements Reloads {

    private final Balancer balancer;

    LiveReloads(Balancer balancer) {
        this.balancer = balancer;
    }

    @Override
    public Reload.Accepted reload(DesiredState desired, String cause) throws ReloadRefusedException {
        try {
            ChangeResult result = balancer.reload(desired, ChangeTerms.by("file", cause))
                    .toCompletableFuture()
                    .join();
            return new Reload.Accepted(result.changed() ? "revision " + result.revision() : "no change");
        } catch (CompletionException e) {
            if (e.getCause() instanceof ChangeRefused refused) {
                String field = refused.field().isEmpty() ? "" : "lb." + refused.field() + ": ";
                throw new ReloadRefusedException(field + refused.sentence());
            }
            throw e;
        }
    }
}
