package dev.fairlead.server.live;

import dev.fairlead.server.desired.DesiredState;
import dev.fairlead.server.state.ChangeResult;
import dev.fairlead.server.state.ChangeTerms;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One thing that was asked for. Belongs to the control thread, but for its answer. */
final class Order {

    /** What the desired state should be. */
    @FunctionalInterface
    interface Wish {

        /**
         * @param present as it is, or will be when what was asked before is done
         * @param base the file as it was applied last
         * @throws dev.fairlead.server.state.ChangeRefused if it cannot be made of this state
         */
        DesiredState of(DesiredState present, DesiredState base);
    }

    private final Wish wish;
    private final String sentence;
    private final ChangeTerms terms;
    private final @Nullable DesiredState file;
    private final CompletableFuture<ChangeResult> answer = new CompletableFuture<>();

    /** In company it failed, and whose fault that was has to be found out. */
    private boolean alone;

    /**
     * @param sentence what is asked for, for a history without the author's words
     * @param file the new last applied form of the file, if it is about the file
     */
    Order(Wish wish, String sentence, ChangeTerms terms, @Nullable DesiredState file) {
        this.wish = wish;
        this.sentence = sentence;
        this.terms = terms;
        this.file = file;
        this.alone = terms.dryRun();
    }

    DesiredState wanted(DesiredState present, DesiredState base) {
        return wish.of(present, base);
    }

    String message() {
        return terms.messageOr(sentence);
    }

    ChangeTerms terms() {
        return terms;
    }

    @Nullable
    DesiredState file() {
        return file;
    }

    CompletableFuture<ChangeResult> answer() {
        return answer;
    }

    boolean isAlone() {
        return alone;
    }

    void goAlone() {
        alone = true;
    }

    @Override
    public String toString() {
        return terms.author() + ": " + message();
    }
}
