package dev.fairlead.ctl.completion;

/** For fish 3 and newer. */
final class FishScript {

    private final CommandWords words;

    FishScript(CommandWords words) {
        this.words = words;
    }

    String text() {
        StringBuilder script = new StringBuilder("""
                # completes lb-ctl in fish
                function __lb_ctl_given
                    set -l value 0
                    for word in (commandline -opc)[2..-1]
                        if test $value -eq 1
                            set value 0
                            continue
                        end
                        switch $word
                            case %s
                                set value 1
                            case '-*'
                            case '*'
                                echo $word
                        end
                    end
                end
                function __lb_ctl_at
                    set -l given (__lb_ctl_given)
                    test "$given" = "$argv"
                end
                function __lb_ctl_in
                    set -l given (__lb_ctl_given)
                    test "$given[1..2]" = "$argv"
                end
                """.formatted(String.join(" ", words.withValue())));
        script.append("complete -c lb-ctl -f -n '__lb_ctl_at' -a '")
                .append(String.join(" ", words.firsts()))
                .append("'\n");
        words.seconds()
                .forEach((first, seconds) -> script.append("complete -c lb-ctl -f -n '__lb_ctl_at ")
                        .append(first)
                        .append("' -a '")
                        .append(String.join(" ", seconds))
                        .append("'\n"));
        words.options()
                .forEach((path, options) -> script.append("complete -c lb-ctl -n '__lb_ctl_in ")
                        .append(path)
                        .append("' -a '")
                        .append(String.join(" ", options))
                        .append("'\n"));
        words.asking()
                .forEach((path, question) -> script.append("complete -c lb-ctl -f -n '__lb_ctl_in ")
                        .append(path)
                        .append("' -a '(lb-ctl ")
                        .append(question)
                        .append(" 2>/dev/null)'\n"));
        return script.toString();
    }
}
