package dev.fairlead.ctl.completion;

import java.util.List;

/** For bash 3 and newer. */
final class BashScript {

    private final CommandWords words;

    BashScript(CommandWords words) {
        this.words = words;
    }

    String text() {
        StringBuilder script = new StringBuilder("""
                # completes lb-ctl in bash
                _lb_ctl() {
                  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} words=() questions=() candidates= i
                  for ((i = 1; i < COMP_CWORD; i++)); do
                    case ${COMP_WORDS[i]} in
                      %s) ((i++)) ;;
                      -*) ;;
                      *) words+=("${COMP_WORDS[i]}") ;;
                    esac
                  done
                  case $prev in
                    -o | --output) COMPREPLY=($(compgen -W 'table wide json yaml name' -- "$cur")); return ;;
                """.formatted(String.join(" | ", words.withValue())));
        words.valuesAsked()
                .forEach((option, question) -> script.append("    ")
                        .append(option)
                        .append(") COMPREPLY=($(compgen -W \"$(\"${COMP_WORDS[0]}\" ")
                        .append(question)
                        .append(" 2>/dev/null)\" -- \"$cur\")); return ;;\n"));
        script.append("    ").append(String.join(" | ", words.withValue())).append(") return ;;\n  esac\n");
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
            List<String> questions = words.asking().get(path);
            if (questions != null) {
                script.append("; questions=('")
                        .append(String.join("' '", questions))
                        .append("')");
            }
            script.append(" ;;\n");
        });
        return script.append("""
                  esac
                  if [ ${#questions[@]} -gt 0 ] && [ ${#words[@]} -ge 2 ] && [[ $cur != -* ]]; then
                    i=$((${#words[@]} - 2))
                    [ $i -lt ${#questions[@]} ] || i=$((${#questions[@]} - 1))
                    [ -z "${questions[i]}" ] || candidates=$("${COMP_WORDS[0]}" ${questions[i]} 2>/dev/null)
                  fi
                  COMPREPLY=($(compgen -W "$candidates" -- "$cur"))
                  type __ltrim_colon_completions >/dev/null 2>&1 && __ltrim_colon_completions "$cur"
                }
                complete -o default -F _lb_ctl lb-ctl
                """).toString();
    }
}
