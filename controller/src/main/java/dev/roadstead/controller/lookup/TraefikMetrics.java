package dev.roadstead.controller.lookup;

import dev.roadstead.controller.host.Dialer;
import dev.roadstead.controller.host.Link;
import dev.roadstead.controller.lookup.MetricsText.Sample;
import dev.roadstead.controller.plan.analysis.Figures;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What Traefik counts of its services, read by Prometheus' text format.
 *
 * @see <a href="https://doc.traefik.io/traefik/observability/metrics/overview/#service-metrics">Traefik's metrics</a>
 */
final class TraefikMetrics {
    private static final String REQUESTS = "traefik_service_requests_total";
    private static final String BUCKETS = "traefik_service_request_duration_seconds_bucket";
    private static final String TIMED = "traefik_service_request_duration_seconds_count";
    private static final String PROVIDER = "@http";

    /** Connections that stay open as long as the visitor does: their time says nothing. */
    private static final Set<String> LASTING = Set.of("websocket", "sse");

    private static final Pattern LENGTH = Pattern.compile("(?i:content-length):[ \\t]*([0-9]{1,18})[ \\t]*\r");

    private static final Duration LIFETIME = Duration.ofSeconds(5);
    private static final int MOST_BYTES = 64 * 1024 * 1024;
    private static final byte[] REQUEST = "GET /metrics HTTP/1.0\r\nHost: localhost\r\nAccept: text/plain\r\n\r\n"
            .getBytes(StandardCharsets.US_ASCII);

    private final Set<String> services;
    private final Map<String, Counts> counts = new HashMap<>();

    /** Sums over methods, protocols and codes. */
    private static final class Counts {
        private long requests;
        private long errors;
        private long timed;
        private final TreeMap<Double, Long> within = new TreeMap<>();

        Figures figures() {
            return new Figures(requests, errors, timed, within);
        }
    }

    private TraefikMetrics(Set<String> services) {
        this.services = services;
    }

    /**
     * What it has counted since it started, by service; those without requests are not there.
     *
     * @param services by the names that it was given by the HTTP provider
     * @throws IOException if there is no whole answer within seconds, or none of Traefik's; the message stays the same
     */
    static Map<String, Figures> of(Set<String> services, Dialer dialer, int port) throws IOException {
        long begin = System.nanoTime();
        TraefikMetrics metrics = new TraefikMetrics(services);
        try (Link link = dialer.dial("127.0.0.1", port, LIFETIME)) {
            link.output().write(REQUEST);
            link.output().flush();
            metrics.read(link.input());
        } catch (ConnectException e) {
            throw new IOException("nothing accepts connections at port " + port + " of its machine's loopback", e);
        } catch (MetricsText.MalformedException e) {
            throw e;
        } catch (IOException e) {
            throw new IOException("it does not answer in time", e);
        }
        // Over HTTP/1.0 an answer that was cut off ends like a whole one.
        if (System.nanoTime() - begin >= LIFETIME.toNanos()) {
            throw new IOException("it does not answer in time");
        }
        Map<String, Figures> figures = new HashMap<>();
        metrics.counts.forEach((service, counted) -> figures.put(service, counted.figures()));
        return Map.copyOf(figures);
    }

    private void read(InputStream answer) throws IOException {
        MetricsText text = new MetricsText(new BufferedInputStream(answer), MOST_BYTES);
        String status = text.line();
        if (status == null || !status.matches("HTTP/1\\.[01] 200 .*\r")) {
            throw new MetricsText.MalformedException("it has no metrics; they come with the router of this version");
        }
        String field = status;
        @Nullable String length = null;
        while (!field.equals("\r")) {
            field = text.line();
            if (field == null) {
                throw new MetricsText.MalformedException("its answer is cut off");
            }
            Matcher said = LENGTH.matcher(field);
            length = said.matches() ? said.group(1) : length;
        }
        int begin = text.bytes();
        text.samples(name -> name.equals(REQUESTS) || name.equals(BUCKETS) || name.equals(TIMED), this::add);
        if (length != null && Long.parseLong(length) != text.bytes() - begin) {
            throw new MetricsText.MalformedException("its answer is cut off");
        }
    }

    private void add(Sample sample) throws IOException {
        String service = sample.label("service");
        if (!service.endsWith(PROVIDER)) {
            return;
        }
        String name = service.substring(0, service.length() - PROVIDER.length());
        if (!services.contains(name)) {
            return;
        }
        Counts of = counts.computeIfAbsent(name, _ -> new Counts());
        boolean lasts = LASTING.contains(sample.label("protocol"));
        switch (sample.name()) {
            case REQUESTS -> {
                of.requests += sample.count();
                of.errors += sample.label("code").matches("5[0-9][0-9]") ? sample.count() : 0;
            }
            case TIMED -> of.timed += lasts ? 0 : sample.count();
            default -> {
                if (!lasts) {
                    of.within.merge(MetricsText.number(sample.label("le")), sample.count(), Long::sum);
                }
            }
        }
    }
}
