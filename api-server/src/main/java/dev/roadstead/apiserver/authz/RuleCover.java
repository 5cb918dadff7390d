package dev.roadstead.apiserver.authz;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Whether rules that somebody holds cover rules that somebody wants to grant. Pure. */
public final class RuleCover {
    /** A rule that is the product of more is not taken apart: only who holds this very rule may grant it. */
    private static final int MAX_ATOMS = 10_000;

    private RuleCover() {}

    /** One verb on one thing: what a rule is the product of. The name is empty for all objects. */
    private record Atom(String verb, String group, String resource, String name, String url) {
        boolean isPath() {
            return !url.isEmpty();
        }
    }

    /**
     * What of the wanted rules is not held, merged by resource; empty if all is. A rule is taken apart into single verbs
     * on single resources, each of which one held rule must cover.
     */
    public static List<PolicyRule> uncovered(Collection<PolicyRule> held, Collection<PolicyRule> wanted) {
        SequencedSet<Atom> missing = new LinkedHashSet<>();
        List<PolicyRule> tooLarge = new ArrayList<>();
        for (PolicyRule rule : wanted) {
            if (held.contains(rule)) {
                continue;
            }
            if (size(rule) > MAX_ATOMS) {
                tooLarge.add(rule);
                continue;
            }
            for (Atom atom : atoms(rule)) {
                if (held.stream().noneMatch(it -> covers(it, atom))) {
                    missing.add(atom);
                }
            }
        }
        List<PolicyRule> uncovered = new ArrayList<>(merged(missing));
        uncovered.addAll(tooLarge);
        return uncovered;
    }

    private static double size(PolicyRule rule) {
        double things = (double) rule.apiGroups().size()
                        * rule.resources().size()
                        * Math.max(1, rule.resourceNames().size())
                + rule.nonResourceUrls().size();
        return things * rule.verbs().size();
    }

    private static List<Atom> atoms(PolicyRule rule) {
        List<Atom> atoms = new ArrayList<>();
        for (String verb : rule.verbs()) {
            for (String url : rule.nonResourceUrls()) {
                atoms.add(new Atom(verb, "", "", "", url));
            }
            for (String group : rule.apiGroups()) {
                for (String resource : rule.resources()) {
                    Collection<String> names = rule.resourceNames().isEmpty() ? List.of("") : rule.resourceNames();
                    for (String name : names) {
                        atoms.add(new Atom(verb, group, resource, name, ""));
                    }
                }
            }
        }
        return atoms;
    }

    private static boolean covers(PolicyRule held, Atom atom) {
        if (!PolicyRule.has(held.verbs(), atom.verb())) {
            return false;
        }
        if (atom.isPath()) {
            return held.nonResourceUrls().stream().anyMatch(url -> coversPath(url, atom.url()));
        }
        return PolicyRule.has(held.apiGroups(), atom.group())
                && coversResource(held, atom.resource())
                && (held.resourceNames().isEmpty() || held.resourceNames().contains(atom.name()));
    }

    private static boolean coversResource(PolicyRule held, String resource) {
        int slash = resource.indexOf('/');
        return PolicyRule.has(held.resources(), resource)
                || (slash >= 0 && held.resources().contains("*" + resource.substring(slash)));
    }

    /** {@code /a/*} covers {@code /a/b} and {@code /a/b/*}. */
    private static boolean coversPath(String held, String wanted) {
        return held.equals(wanted)
                || (held.endsWith(PolicyRule.ALL) && wanted.startsWith(held.substring(0, held.length() - 1)));
    }

    private static List<PolicyRule> merged(Collection<Atom> atoms) {
        Map<Atom, SequencedSet<String>> verbs = new LinkedHashMap<>();
        for (Atom atom : atoms) {
            Atom thing = new Atom("", atom.group(), atom.resource(), atom.name(), atom.url());
            verbs.computeIfAbsent(thing, it -> new LinkedHashSet<>()).add(atom.verb());
        }
        List<PolicyRule> rules = new ArrayList<>();
        verbs.forEach((thing, list) -> rules.add(
                thing.isPath()
                        ? PolicyRule.onPaths(list, List.of(thing.url()))
                        : PolicyRule.onResources(
                                list,
                                List.of(thing.group()),
                                List.of(thing.resource()),
                                thing.name().isEmpty() ? List.of() : List.of(thing.name()))));
        return rules;
    }

    /** One line for each rule, sorted, in the form of Kubernetes: {@code {APIGroups:[""], Resources:["pods"], Verbs:["get"]}}. */
    public static String describe(Collection<PolicyRule> rules) {
        return rules.stream().map(RuleCover::describe).collect(Collectors.toCollection(TreeSet::new)).stream()
                .collect(Collectors.joining("\n"));
    }

    private static String describe(PolicyRule rule) {
        List<String> parts = new ArrayList<>();
        describe(parts, "APIGroups", rule.apiGroups());
        describe(parts, "Resources", rule.resources());
        describe(parts, "NonResourceURLs", rule.nonResourceUrls());
        describe(parts, "ResourceNames", rule.resourceNames());
        describe(parts, "Verbs", rule.verbs());
        return "{" + String.join(", ", parts) + "}";
    }

    private static void describe(List<String> parts, String field, Collection<String> values) {
        if (!values.isEmpty()) {
            parts.add(field + ":" + quoted(values));
        }
    }

    /** As Go prints a list of strings: {@code ["a" "b"]}. */
    public static String quoted(Collection<String> values) {
        return values.stream().map(value -> "\"" + value + "\"").collect(Collectors.joining(" ", "[", "]"));
    }
}
