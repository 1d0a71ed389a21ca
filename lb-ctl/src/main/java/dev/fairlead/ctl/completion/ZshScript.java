package dev.fairlead.ctl.completion;

import java.util.List;

/** For zsh, with its completion system loaded. */
final class ZshScript {

    private final CommandWords words;

    ZshScript(CommandWords words) {
        this.words = words;
    }

    String text() {
        StringBuilder script = new StringBuilder("""
                #compdef lb-ctl
                # completes lb-ctl in zsh
                _lb_ctl() {
                  local -a given
                  local i
                  for ((i = 2; i < CURRENT; i++)); do
                    case $words[i] in
                      %s) ((i++)) ;;
                      -*) ;;
                      *) given+=("$words[i]") ;;
                    esac
                  done
                  case $words[CURRENT-1] in
                    -o | --output) compadd -- table wide json yaml name; return ;;
                """.formatted(String.join(" | ", words.withValue())));
        words.valuesAsked()
                .forEach((option, question) -> script.append("    ")
                        .append(option)
                        .append(") ")
                        .append(asked(question))
                        .append("; return ;;\n"));
        script.append("    ").append(String.join(" | ", words.withValue())).append(") _files; return ;;\n  esac\n");
        script.append("  case $#given in\n    0) compadd -- ")
                .append(String.join(" ", words.firsts()))
                .append("; return ;;\n    1) case $given[1] in\n");
        words.seconds()
                .forEach((first, seconds) -> script.append("      ")
                        .append(first)
                        .append(") compadd -- ")
                        .append(String.join(" ", seconds))
                        .append(" ;;\n"));
        script.append("      esac ;;\n  esac\n  case \"$given[1] $given[2]\" in\n");
        words.options().forEach((path, options) -> {
            script.append("    '")
                    .append(path)
                    .append(path.indexOf(' ') < 0 ? " '*" : "'")
                    .append(") compadd -- ")
                    .append(String.join(" ", options));
            List<String> questions = words.asking().get(path);
            script.append("; ").append(questions == null ? "_files" : byPlace(questions));
            script.append(" ;;\n");
        });
        return script.append("""
                  esac
                }
                compdef _lb_ctl lb-ctl
                """).toString();
    }

    /** The first argument is the third word. */
    private static String byPlace(List<String> questions) {
        StringBuilder cases = new StringBuilder("case $#given in ");
        for (int i = 0; i < questions.size(); i++) {
            cases.append(i == questions.size() - 1 ? "*" : Integer.toString(i + 2))
                    .append(") ")
                    .append(asked(questions.get(i)))
                    .append(" ;; ");
        }
        return cases.append("esac").toString();
    }

    private static String asked(String question) {
        return question.isEmpty() ? "_files" : "compadd -- ${(f)\"$($words[1] " + question + " 2>/dev/null)\"}";
    }
}
