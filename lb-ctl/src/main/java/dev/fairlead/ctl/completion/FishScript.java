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
                function __lb_ctl_place
                    set -l given (__lb_ctl_given)
                    test (count $given) $argv[1] $argv[2]; and __lb_ctl_in $argv[3..-1]
                end
                function __lb_ctl_after
                    set -l typed (commandline -opc)
                    test "$typed[-1]" = "$argv"
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
        words.asking().forEach((path, questions) -> {
            for (int i = 0; i < questions.size(); i++) {
                if (!questions.get(i).isEmpty()) {
                    String place = (i == questions.size() - 1 ? "-ge " : "-eq ") + (i + 2);
                    ask(script, "__lb_ctl_place " + place + " " + path, questions.get(i));
                }
            }
        });
        words.valuesAsked().forEach((option, question) -> ask(script, "__lb_ctl_after " + option, question));
        return script.toString();
    }

    private static void ask(StringBuilder script, String when, String question) {
        script.append("complete -c lb-ctl -f -n '")
                .append(when)
                .append("' -a '(lb-ctl ")
                .append(question)
                .append(" 2>/dev/null)'\n");
    }
}
