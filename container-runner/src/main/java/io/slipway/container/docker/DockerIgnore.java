package io.slipway.container.docker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The patterns of a {@code .dockerignore}; the last that matches a path or a directory above it decides
 * (https://docs.docker.com/build/concepts/context/#dockerignore-files).
 */
record DockerIgnore(List<Rule> rules) {

    record Rule(Pattern pattern, boolean ignores) {}

    static DockerIgnore read(Path context) throws IOException {
        Path file = context.resolve(".dockerignore");
        return of(Files.exists(file) ? Files.readAllLines(file) : List.of());
    }

    static DockerIgnore of(List<String> lines) {
        List<Rule> rules = new ArrayList<>();
        for (String line : lines) {
            String text = line.strip();
            if (text.isEmpty() || text.startsWith("#")) {
                continue;
            }
            boolean ignores = !text.startsWith("!");
            String glob = (ignores ? text : text.substring(1).strip()).replaceAll("^/+|/+$", "");
            rules.add(new Rule(pattern(glob), ignores));
        }
        return new DockerIgnore(List.copyOf(rules));
    }

    boolean matches(String path) {
        boolean ignored = false;
        for (Rule rule : rules) {
            if (rule.pattern().matcher(path).matches()) {
                ignored = rule.ignores();
            }
        }
        return ignored;
    }

    private static Pattern pattern(String glob) {
        var regex = new StringBuilder();
        for (int i = 0; i < glob.length(); i++) {
            char c = glob.charAt(i);
            if (glob.startsWith("**/", i)) {
                regex.append("(?:.*/)?");
                i += 2;
            } else if (glob.startsWith("**", i)) {
                regex.append(".*");
                i++;
            } else if (c == '*') {
                regex.append("[^/]*");
            } else if (c == '?') {
                regex.append("[^/]");
            } else {
                regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return Pattern.compile(regex + "(?:/.*)?", Pattern.DOTALL);
    }
}
