package dev.fairlead.ctl.completion;

/** For bash 3 and newer. */
final class BashScript {

    private final CommandWords words;

    BashScript(CommandWords words) {
        this.words = words;
    }

    String text() {
        StringBuilder script = new StringBuilder(
                """
                # completes lb-ctl in bash
                _lb_ctl() {
                  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} words=() candidates= question= i
                  for ((i = 1; i < COMP_CWORD; i++)); do
                    case ${COMP_WORDS[i]} in
                      %s) ((i++)) ;;
                      -*) ;;
                      *) words+=("${COMP_WORDS[i]}") ;;
                    esac
                  done
                  case $prev in
                    -o | --output) COMPREPLY=($(compgen -W 'table wide json yaml name' -- "$cur")); return ;;
                    %s) return ;;
                  esac
                """.formatted(String.join(" | ", words.withValue()), String.join(" | ", words.withValue())));
        script.append("  case ${#words[@]} in\n    0) candidates='")
                .append(String.join(" ", words.firsts()))
                .append("' ;;\n    1) case ${words[0]} in\n");
        words.seconds()
                .forEach((first, seconds) -> script.append("      ")
                        .append(first)
                        .append(") candidates='")
                        .append(String.join(" ", seconds))
                        .append("' ;;\n"));
        script.append("      esac ;;\n  esac\n  case \"${words[0]} ${words[1]}\" in\n");
        words.options().forEach((path, options) -> {
            script.append("    '")
                    .append(path)
                    .append(path.indexOf(' ') < 0 ? " '*" : "'")
                    .append(") candidates=\"$candidates ")
                    .append(String.join(" ", options))
                    .append('"');
            String question = words.asking().get(path);
            if (question != null) {
                script.append("; question='").append(question).append('\'');
            }
            script.append(" ;;\n");
        });
        return script.append("""
                  esac
                  if [ -n "$question" ] && [ ${#words[@]} -ge 2 ] && [[ $cur != -* ]]; then
                    candidates=$("${COMP_WORDS[0]}" $question 2>/dev/null)
                  fi
                  COMPREPLY=($(compgen -W "$candidates" -- "$cur"))
                  type __ltrim_colon_completions >/dev/null 2>&1 && __ltrim_colon_completions "$cur"
                }
                complete -o default -F _lb_ctl lb-ctl
                """).toString();
    }
}
