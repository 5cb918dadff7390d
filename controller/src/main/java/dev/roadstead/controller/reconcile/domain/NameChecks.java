package dev.roadstead.controller.reconcile.domain;

import dev.roadstead.controller.lookup.NameLookup.Answer;
import dev.roadstead.model.Domain;
import dev.roadstead.model.Organization;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What DNS should say of a Domain, and what it says. */
final class NameChecks {
    private static final String CHALLENGE = "_roadstead.";

    private NameChecks() {}

    /** The name to ask for: a wildcard is asked for by one of the names that it stands for. */
    static String probe(String hostname) {
        return hostname.startsWith("*.") ? "roadstead-probe" + hostname.substring(1) : hostname;
    }

    /**
     * Whether the hostname leads to the edges.
     *
     * @param expected addresses of the edges, or names of their hosts
     */
    static Finding ready(String hostname, Set<String> expected, Optional<Answer> answer) {
        if (expected.isEmpty()) {
            return Finding.unknown(
                    "NoAddress", "no node whose edge asks has spec.address, so it is not known what DNS should say");
        }
        if (answer.isEmpty()) {
            return Finding.unknown("Asking", "DNS is being asked for " + hostname);
        }
        Answer found = answer.get();
        if (!found.failure().isEmpty()) {
            return Finding.unknown("ResolverFailed", "DNS was asked for " + hostname + ", but " + found.failure());
        }
        Set<String> seen = new TreeSet<>(found.addresses());
        seen.addAll(found.aliases());
        String want = String.join(", ", new TreeSet<>(expected));
        if (seen.isEmpty()) {
            return Finding.no("NoRecord", hostname + " has no A, AAAA or CNAME record; expected " + want);
        }
        Set<String> strangers = new TreeSet<>(found.addresses());
        expected.forEach(address -> strangers.remove(spelled(address)));
        boolean named = found.aliases().stream().anyMatch(expected::contains);
        if (named || strangers.isEmpty()) {
            return Finding.yes("Resolves", hostname + " leads to " + String.join(", ", seen));
        }
        return Finding.no(
                strangers.size() == found.addresses().size() ? "WrongRecord" : "StrayRecord",
                hostname + " leads to " + String.join(", ", seen) + "; expected " + want + " and no others");
    }

    /** An address as Java spells it, for IPv6 has many spellings; a name as it is. */
    private static String spelled(String address) {
        try {
            return InetAddress.ofLiteral(address).getHostAddress();
        } catch (IllegalArgumentException e) {
            return address;
        }
    }

    /** Name of the TXT record that proves who may use a hostname. */
    static String challengeName(String hostname) {
        return CHALLENGE + (hostname.startsWith("*.") ? hostname.substring(2) : hostname);
    }

    /** What it has to say: nobody else's installation or namespace has the same. */
    static String challengeValue(String installation, Domain domain) {
        return digest(installation + "\n" + domain.metadata().namespace() + "\n"
                + domain.spec().hostname());
    }

    /** The same for all hostnames of an Organization; another one of its name, made when it is gone, has another. */
    static String challengeValue(String installation, Organization organization) {
        return digest(installation + "\norganization " + organization.metadata().requireUid());
    }

    private static String digest(String owner) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(owner.getBytes(StandardCharsets.UTF_8));
            return "roadstead=" + HexFormat.of().formatHex(hash, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    static Finding verified(String name, String value, Optional<Answer> answer) {
        if (answer.isPresent() && answer.get().texts().contains(value)) {
            return Finding.yes("Verified", "TXT record " + name + " says " + value);
        }
        String todo = "set TXT record " + name + " to \"" + value + "\"";
        return answer.isEmpty() || !answer.get().failure().isEmpty()
                ? Finding.unknown("Asking", "DNS is being asked for " + name + "; " + todo)
                : Finding.no("NotVerified", "the record is missing or says something else; " + todo);
    }
}
