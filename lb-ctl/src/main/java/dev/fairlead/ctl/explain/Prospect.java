package dev.fairlead.ctl.explain;

import dev.fairlead.control.v1.Candidate;
import dev.fairlead.control.v1.ExplainChoiceResponse;
import dev.fairlead.ctl.output.Output;
import dev.fairlead.ctl.output.TableLayout;
import dev.fairlead.ctl.value.Figures;
import java.util.Locale;

/** Which backend would get a request, and why the others would not. */
final class Prospect {

    private static final TableLayout<Candidate> LAYOUT = new TableLayout<>(Candidate::getBackend)
            .text("", candidate -> candidate.getChosen() ? "*" : " ")
            .text("BACKEND", Candidate::getBackend)
            .wideText("ADDRESS", Candidate::getAddress)
            .text("ELIGIBLE", candidate -> candidate.getEligible() ? "yes" : "no")
            .number("WEIGHT", candidate -> Integer.toString(candidate.getWeight()))
            .number("IN-FLIGHT", candidate -> Integer.toString(candidate.getInFlight()))
            .number("SCORE", Prospect::score)
            .text("EXCLUDED BECAUSE", candidate -> Figures.orNone(candidate.getExcludedBecause()));

    private final Output output;

    Prospect(Output output) {
        this.output = output;
    }

    void tell(ExplainChoiceResponse answer) {
        if (!output.isForPeople()) {
            // with -o name: the one that would be chosen
            output.list(
                    answer,
                    answer.getCandidatesList().stream()
                            .filter(Candidate::getChosen)
                            .toList(),
                    LAYOUT);
            return;
        }
        output.line("pool " + answer.getPool() + ", strategy " + answer.getStrategy() + ", generation "
                + Long.toUnsignedString(answer.getGeneration()));
        output.line(
                answer.getChoice().isEmpty()
                        ? "no backend would get it"
                        : "backend " + answer.getChoice() + " would get it");
        if (!answer.getReason().isEmpty()) {
            output.line(answer.getReason());
        }
        if (answer.getCandidatesCount() > 0) {
            output.line("");
            output.table(answer.getCandidatesList(), LAYOUT);
        }
    }

    private static String score(Candidate candidate) {
        return candidate.hasScore() ? String.format(Locale.ROOT, "%.4g", candidate.getScore()) : Figures.NONE;
    }
}
