package dev.fairlead.ctl.completion;

/** For zsh, with its completion system loaded. */
final class ZshScript {

    private final CommandWords words;

    ZshScript(CommandWords words) {
        this.words = words;
    }

    String text() {
        StringBuilder script = new StringBuilder(
                """
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
                    %s) _files; return ;;
                  esac
                """.formatted(String.join(" | ", words.withValue()), String.join(" | ", words.withValue())));
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
            String question = words.asking().get(path);
            if (question != null) {
                script.append("; compadd -- ${(f)\"$($words[1] ")
                        .append(question)
                        .append(" 2>/dev/null)\"}");
            } else {
                script.append("; _files");
            }
            script.append(" ;;\n");
        });
        return script.append("""
                  esac
                }
                compdef _lb_ctl lb-ctl
                """).toString();
    }
}
