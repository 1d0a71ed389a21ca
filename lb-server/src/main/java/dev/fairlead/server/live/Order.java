package dev.fairlead.server.live;

import dev.fairlead.server.desired.DesiredState;
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

    /** What is done about strategies. */
    enum Kind {
        /** where another one is wanted, it has to be had */
        CHANGE,
        /** the same, but nothing that a strategy does may keep the balancer from starting */
        START,
        /** the wanted ones stay, and those that came from a plug-in that is not the same any more are made anew */
        RENEWAL
    }

    private final Kind kind;
    private final Wish wish;
    private final String sentence;
    private final ChangeTerms terms;
    private final @Nullable DesiredState file;
    private final CompletableFuture<ChangeResult> answer = new CompletableFuture<>();

    /** In company it failed, and whose fault that was has to be found out. */
    private boolean alone;

    /** It has kept others waiting for a strategy. */
    private boolean late;

    /**
     * @param sentence what is asked for, for a history without the author's words
     * @param file the new last applied form of the file, if it is about the file
     */
    Order(Kind kind, Wish wish, String sentence, ChangeTerms terms, @Nullable DesiredState file) {
        this.kind = kind;
        this.wish = wish;
        this.sentence = sentence;
        this.terms = terms;
        this.file = file;
        this.alone = kind == Kind.RENEWAL || terms.dryRun();
    }

    Kind kind() {
        return kind;
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

    boolean isLate() {
        return late;
    }

    /** @param apart also from others that are late, since they wait for other strategies */
    void late(boolean apart) {
        late = true;
        alone |= apart;
    }

    @Override
    public String toString() {
        return terms.author() + ": " + message();
    }
}
