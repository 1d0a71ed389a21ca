package dev.fairlead.server.live;

import dev.fairlead.server.desired.DesiredState;
import dev.fairlead.server.state.ChangeSet;
import dev.fairlead.server.state.ChangeTerms;
import dev.fairlead.server.state.ChangedPools;
import dev.fairlead.server.state.RevisionHistory;
import dev.fairlead.server.state.ThreeWay;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One requested change. Belongs to the control thread, except for its answer. */
final class Order {

    /** What the desired state should be. */
    @FunctionalInterface
    interface Edit {

        /**
         * @param present as it is, or will be when what was asked before is done
         * @param base the file as last applied
         * @throws dev.fairlead.server.state.ChangeRefused if it cannot be made of this state
         */
        DesiredState of(DesiredState present, DesiredState base);
    }

    /** Which pools an edit is about. */
    @FunctionalInterface
    private interface AffectedPools {
        Set<String> of(DesiredState present, DesiredState base);
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
    private final Edit edit;
    private final AffectedPools reach;
    private final String sentence;
    private final ChangeTerms terms;
    private final @Nullable DesiredState file;
    private final CompletableFuture<ChangeResult> answer = new CompletableFuture<>();

    /** What it has to claim, as far as is known. */
    private Set<String> pools = Set.of();

    /** Its place among all orders. */
    private long number;

    /** In company it failed, and whose fault that was has to be found out. */
    private boolean alone;

    private Order(
            Kind kind,
            Edit edit,
            AffectedPools reach,
            String sentence,
            ChangeTerms terms,
            @Nullable DesiredState file) {
        this.kind = kind;
        this.edit = edit;
        this.reach = reach;
        this.sentence = sentence;
        this.terms = terms;
        this.file = file;
        this.alone = kind == Kind.RENEWAL || terms.dryRun();
    }

    /** Nothing comes before it, so the state that it was made of is the present one. */
    static Order start(FirstState first) {
        ChangeTerms terms = ChangeTerms.by("file", "start").forced();
        return new Order(
                Kind.START,
                (present, base) -> first.wanted(),
                (present, base) -> first.wanted().pools().keySet(),
                "start",
                terms,
                first.file());
    }

    static Order change(ChangeSet changes) {
        return new Order(
                Kind.CHANGE,
                (present, base) -> changes.applyTo(present),
                (present, base) -> changes.pools(present),
                changes.sentence(),
                changes.terms(),
                null);
    }

    static Order reload(DesiredState file, ChangeTerms terms) {
        return wholeDocument((present, base) -> ThreeWay.merge(base, file, present), "reload the file", terms, file);
    }

    static Order rollback(RevisionHistory history, long revision, ChangeTerms terms) {
        return wholeDocument(
                (present, base) -> history.stateOf(revision), "roll back to revision " + revision, terms, null);
    }

    /** Which pools are about to change shows only when it is made. */
    private static Order wholeDocument(Edit edit, String sentence, ChangeTerms terms, @Nullable DesiredState file) {
        AffectedPools reach = (present, base) -> ChangedPools.between(present, edit.of(present, base));
        return new Order(Kind.CHANGE, edit, reach, sentence, terms, file);
    }

    /** @param outdated the pools whose strategy came from a plug-in that is not the same any more */
    static Order renewal(Supplier<Set<String>> outdated) {
        return new Order(
                Kind.RENEWAL,
                (present, base) -> present,
                (present, base) -> outdated.get(),
                "renew strategies",
                ChangeTerms.by("plug-ins", "a plug-in has changed").forced(),
                null);
    }

    Kind kind() {
        return kind;
    }

    DesiredState wanted(DesiredState present, DesiredState base) {
        return edit.of(present, base);
    }

    /** What it has to claim before it begins. */
    Set<String> pools() {
        return pools;
    }

    /**
     * Finds out what it has to claim if it is made of this state. What it once had to claim stays, so that an order which others
     * overtake again and again comes to an end.
     *
     * @return whether there is more than was known
     */
    boolean reaches(DesiredState present, DesiredState base) {
        return reaches(reachOf(present, base));
    }

    boolean reaches(Set<String> found) {
        Set<String> claimed = terms.dryRun() ? tried(found) : found;
        if (pools.containsAll(claimed)) {
            return false;
        }
        Set<String> more = new HashSet<>(pools);
        more.addAll(claimed);
        pools = Set.copyOf(more);
        return true;
    }

    /** A dry run changes nothing, so it waits for nobody but the dry runs of its pools: they make tables too. */
    private static Set<String> tried(Set<String> found) {
        return found.stream().map(pool -> "dry run of " + pool).collect(Collectors.toSet());
    }

    private Set<String> reachOf(DesiredState present, DesiredState base) {
        try {
            return reach.of(present, base);
        } catch (Throwable refused) { // or broken, even by an error
            return Set.of(); // it is told when it is made
        }
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

    long number() {
        return number;
    }

    void number(long place) {
        number = place;
    }

    @Override
    public String toString() {
        return terms.author() + ": " + message();
    }
}
