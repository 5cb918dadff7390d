package dev.roadstead.controller.reconcile.domain;

import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
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

/**
 * Asks DNS in the background and a bounded number of names at once. An answer is asked for again
 * after a minute; one that nobody has asked for since is forgotten.
 */
public final class DnsLookups implements NameLookup, AutoCloseable {
    private static final Duration FRESH = Duration.ofMinutes(1);
    private static final Duration FORGOTTEN = Duration.ofMinutes(10);
    private static final int AT_ONCE = 16;
    private static final int MOST = 20_000;
    private static final int[] TYPES = {Type.A, Type.AAAA, Type.TXT};
    private static final int DNS_PORT = 53;
    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final Pattern SERVER = Pattern.compile("([^:\\s]+)(?::([0-9]{1,5}))?");

    private final List<String> resolvers;
    private final InstantSource clock;
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore seats = new Semaphore(AT_ONCE);
    private final Map<String, Known> known = new ConcurrentHashMap<>();

    private record Known(Answer answer, Instant asked) {}

    /** {@code resolvers} are HOST or HOST:PORT; those of the machine when there are none. */
    public DnsLookups(List<String> resolvers, InstantSource clock) {
        this.resolvers = List.copyOf(resolvers);
        this.clock = clock;
    }

    @Override
    public Optional<Answer> find(String hostname, Runnable onAnswer) {
        Instant now = clock.instant();
        Known before = known.get(hostname);
        boolean stale = before == null || before.asked().isBefore(now.minus(FRESH));
        if (stale && seats.tryAcquire()) {
            workers.execute(() -> {
                try {
                    keep(hostname, lookUp(hostname));
                } finally {
                    seats.release();
                }
                onAnswer.run();
            });
        }
        return Optional.ofNullable(before).map(Known::answer);
    }

    private void keep(String hostname, Answer answer) {
        Instant now = clock.instant();
        if (known.size() >= MOST) {
            known.values().removeIf(it -> it.asked().isBefore(now.minus(FORGOTTEN)));
        }
        known.put(hostname, new Known(answer, now));
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
        } catch (TextParseException | UnknownHostException e) {
            return failed(String.valueOf(e.getMessage()));
        }
        aliases.remove(hostname);
        return new Answer(addresses, aliases, texts, "");
    }

    private static Answer failed(String why) {
        return new Answer(Set.of(), Set.of(), Set.of(), why);
    }

    private Resolver resolver() throws UnknownHostException {
        ExtendedResolver resolver = new ExtendedResolver();
        if (!resolvers.isEmpty()) {
            List<Resolver> own = new ArrayList<>();
            for (String said : resolvers) {
                own.add(new SimpleResolver(address(said)));
            }
            resolver = new ExtendedResolver(own);
        }
        resolver.setTimeout(TIMEOUT);
        resolver.setRetries(1);
        return resolver;
    }

    private static InetSocketAddress address(String said) {
        Matcher parts = SERVER.matcher(said);
        if (!parts.matches()) {
            throw new IllegalArgumentException("\"" + said + "\" is no DNS server; expected HOST or HOST:PORT");
        }
        String port = parts.group(2);
        return new InetSocketAddress(parts.group(1), port == null ? DNS_PORT : Integer.parseInt(port));
    }

    @Override
    public void close() {
        workers.shutdownNow();
    }
}
