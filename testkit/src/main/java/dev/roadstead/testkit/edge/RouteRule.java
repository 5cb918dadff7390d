package dev.roadstead.testkit.edge;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A router's rule in Traefik's v3 syntax, as far as Roadstead writes it; anything else is refused. */
public sealed interface RouteRule {
    /** The hostname is this one. */
    record Host(String name) implements RouteRule {}

    /** The hostname contains a match. */
    record HostRegexp(String regex) implements RouteRule {}

    /** The path is this one. */
    record Path(String path) implements RouteRule {}

    /** The path begins with these characters. */
    record PathPrefix(String prefix) implements RouteRule {}

    /** All of them hold. */
    record And(List<RouteRule> parts) implements RouteRule {}

    /** One of them holds. */
    record Or(List<RouteRule> parts) implements RouteRule {}

    /** Whether a request is meant. */
    default boolean matches(String host, String path) {
        return switch (this) {
            case Host(String name) -> name.equals(host);
            case HostRegexp(String regex) ->
                Pattern.compile(regex).matcher(host).find();
            case Path(String exact) -> exact.equals(path);
            case PathPrefix(String prefix) -> path.startsWith(prefix);
            case And(List<RouteRule> parts) -> parts.stream().allMatch(part -> part.matches(host, path));
            case Or(List<RouteRule> parts) -> parts.stream().anyMatch(part -> part.matches(host, path));
        };
    }

    /**
     * Reads a rule.
     *
     * @throws IllegalArgumentException if it is none
     */
    static RouteRule parse(String text) {
        Parser parser = new Parser(text);
        RouteRule rule = parser.any();
        parser.expectEnd();
        return rule;
    }

    /** Recursive descent: any = all { "||" all }; all = one { "&&" one }; one = "(" any ")" | Name "(`" value "`)". */
    final class Parser {
        private final String text;
        private int at;

        private Parser(String text) {
            this.text = text;
        }

        private RouteRule any() {
            List<RouteRule> parts = new ArrayList<>(List.of(all()));
            while (skip(" || ")) {
                parts.add(all());
            }
            return parts.size() == 1 ? parts.getFirst() : new Or(parts);
        }

        private RouteRule all() {
            List<RouteRule> parts = new ArrayList<>(List.of(one()));
            while (skip(" && ")) {
                parts.add(one());
            }
            return parts.size() == 1 ? parts.getFirst() : new And(parts);
        }

        private RouteRule one() {
            if (skip("(")) {
                RouteRule inner = any();
                expect(")");
                return inner;
            }
            if (skip("HostRegexp(`")) {
                return new HostRegexp(value());
            }
            if (skip("Host(`")) {
                return new Host(value());
            }
            if (skip("PathPrefix(`")) {
                return new PathPrefix(value());
            }
            if (skip("Path(`")) {
                return new Path(value());
            }
            throw bad("a matcher");
        }

        private String value() {
            int end = text.indexOf('`', at);
            if (end <= at) {
                throw bad("a value that ends with a backtick");
            }
            String value = text.substring(at, end);
            at = end;
            expect("`)");
            if (!value.chars().allMatch(c -> c > ' ' && c <= '~')) {
                throw bad("a value of printable ASCII without blanks");
            }
            return value;
        }

        private boolean skip(String token) {
            boolean here = text.startsWith(token, at);
            at += here ? token.length() : 0;
            return here;
        }

        private void expect(String token) {
            if (!skip(token)) {
                throw bad(token);
            }
        }

        private void expectEnd() {
            if (at != text.length()) {
                throw bad("the end");
            }
        }

        private IllegalArgumentException bad(String expected) {
            return new IllegalArgumentException("rule " + text + ": expected " + expected + " at " + at);
        }
    }
}
