package dev.roadstead.controller.lookup;

import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.Lookup;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** Asks DNS. An answer is asked for again after a minute. */
public final class DnsLookups implements NameLookup, AutoCloseable {
    private static final Duration FRESH = Duration.ofMinutes(1);
    private static final int AT_ONCE = 16;
    private static final int[] TYPES = {Type.A, Type.AAAA, Type.TXT};
    private static final int DNS_PORT = 53;
    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final Pattern WITH_PORT = Pattern.compile("(?:\\[(.+)]|([^:\\s]+)):([0-9]{1,5})");

    private final Supplier<List<String>> servers;
    private final LatestAnswers<String, Answer> answers;

    /** {@code servers} are HOST or HOST:PORT, an IPv6 address with a port in brackets; those of the machine when there are none. */
    public DnsLookups(Supplier<List<String>> servers, InstantSource clock) {
        this.servers = servers;
        this.answers = new LatestAnswers<>(this::lookUp, AT_ONCE, clock);
    }

    @Override
    public Optional<Answer> find(String hostname, Runnable onAnswer) {
        return answers.find(hostname, _ -> FRESH, onAnswer);
    }

    private Answer lookUp(String hostname) {
        Set<String> addresses = new TreeSet<>();
        Set<String> aliases = new TreeSet<>();
        Set<String> texts = new TreeSet<>();
        try {
            Resolver resolver = resolver();
            for (int type : TYPES) {
                Lookup lookup = new Lookup(Name.fromString(hostname, Name.root), type);
                lookup.setResolver(resolver);
                lookup.setCache(null);
                Record[] answers = lookup.run();
                if (lookup.getResult() == Lookup.TRY_AGAIN || lookup.getResult() == Lookup.UNRECOVERABLE) {
                    return failed("the resolver did not answer");
                }
                for (Name alias : lookup.getAliases()) {
                    aliases.add(alias.toString(true));
                }
                for (Record answer : answers == null ? new Record[0] : answers) {
                    // Aliases are those that were followed; the last one owns the answer.
                    aliases.add(answer.getName().toString(true));
                    switch (answer) {
                        case ARecord a -> addresses.add(a.getAddress().getHostAddress());
                        case AAAARecord a -> addresses.add(a.getAddress().getHostAddress());
                        case TXTRecord txt -> texts.add(String.join("", txt.getStrings()));
                        default -> {}
                    }
                }
            }
        } catch (TextParseException | UnknownHostException | IllegalArgumentException e) {
            return failed(String.valueOf(e.getMessage()));
        }
        aliases.remove(hostname);
        return new Answer(addresses, aliases, texts, "");
    }

    private static Answer failed(String why) {
        return new Answer(Set.of(), Set.of(), Set.of(), why);
    }

    private Resolver resolver() throws UnknownHostException {
        List<String> wanted = servers.get();
        ExtendedResolver resolver = new ExtendedResolver();
        if (!wanted.isEmpty()) {
            List<Resolver> own = new ArrayList<>();
            for (String said : wanted) {
                own.add(new SimpleResolver(address(said)));
            }
            resolver = new ExtendedResolver(own);
        }
        resolver.setTimeout(TIMEOUT);
        resolver.setRetries(1);
        return resolver;
    }

    /** Throws IllegalArgumentException for a port that is none. */
    private static InetSocketAddress address(String said) {
        Matcher parts = WITH_PORT.matcher(said);
        if (!parts.matches()) {
            return new InetSocketAddress(said, DNS_PORT);
        }
        String host = parts.group(1) == null ? parts.group(2) : parts.group(1);
        return new InetSocketAddress(host, Integer.parseInt(parts.group(3)));
    }

    @Override
    public void close() {
        answers.close();
    }
}
