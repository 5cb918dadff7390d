package dev.roadstead.model;

import dev.roadstead.crd.Default;
import dev.roadstead.crd.Doc;
import dev.roadstead.crd.Kind;
import dev.roadstead.crd.Kind.Column;
import dev.roadstead.crd.MapList;
import dev.roadstead.crd.Pattern;
import dev.roadstead.crd.Rule;
import dev.roadstead.crd.Size;
import dev.roadstead.model.ContainerTemplate.PullPolicy;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The routers that Roadstead runs in front of Domains. There is one, by the name of {@link #NAME}. */
@Doc("The routers, Traefik, that Roadstead runs on nodes with ingress.enabled; the only one is called default.")
@Kind(
        plural = "edges",
        namespaced = false,
        columns = {
            @Column(name = "Image", jsonPath = ".spec.image"),
            @Column(name = "Ready", jsonPath = ".status.conditions[?(@.type==\"Ready\")].status"),
            @Column(name = "Status", jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason"),
            @Column(name = "Age", jsonPath = ".metadata.creationTimestamp", type = "date"),
            @Column(name = "Message", jsonPath = ".status.conditions[?(@.type==\"Ready\")].message", priority = 1)
        })
@Rule(value = "self.metadata.name == 'default'", message = "the only Edge is called default")
public record Edge(
        ObjectMeta metadata,
        @Doc("What is wanted.") @Default("{}") Spec spec,
        @Doc("What is.") @Nullable Status status) implements Resource {

    /** The name of the only one. */
    public static final String NAME = "default";

    private static final String OCTET = "(25[0-5]|(2[0-4]|1[0-9]|[1-9]|)[0-9])";

    /** What is wanted. */
    @Rule(
            value = "!has(self.nameservers) || self.nameservers.all(it, isIP(it)"
                    + " || it.matches('^((" + OCTET + "[.]){3}" + OCTET + "|[[][0-9a-fA-F:.]+[]]):"
                    + "([1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])$'))",
            message = "a DNS server is an address, such as 192.0.2.53 or 2001:db8::53, or one with a port:"
                    + " 192.0.2.53:5353, [2001:db8::53]:5353",
            fieldPath = ".nameservers")
    public record Spec(
            @Doc("Traefik v3 on every node with ingress.enabled; a change is a rollout.")
            @Default("\"traefik:v3.5\"")
            @Pattern(ContainerTemplate.IMAGE)
            @Size(min = 1, max = 255)
            String image,

            @Doc("When the image is pulled.") @Default("\"IfNotPresent\"")
            PullPolicy imagePullPolicy,

            @Doc(
                    "Where routers reach this server's edge endpoint, such as https://10.0.0.1:7445; loopback when absent, which"
                            + " only those on the server's own machine can use.")
            @Nullable
            @Pattern("^https://[^\\s/?#@]+$")
            @Size(max = 512)
            String endpoint,

            @Doc("Certificates of Domains with tls.mode Auto; without it their routers show Traefik's own.") @Nullable
            Acme acme,

            @Doc("Whether every hostname has to be proved by a TXT record, whatever its Domain says.")
            @Default("\"Skip\"")
            Domain.Ownership.Txt ownership,

            @Doc("DNS servers asked about Domains, each an address or address:port; those of the machine when absent.")
            @Size(max = 8, each = 64)
            List<String> nameservers) {

        /** The host of the endpoint, without the brackets of an IPv6 address; empty without an endpoint. */
        public Optional<String> endpointHost() {
            if (endpoint == null) {
                return Optional.empty();
            }
            try {
                return Optional.ofNullable(new URI(endpoint).getHost()).map(host -> host.replaceAll("[\\[\\]]", ""));
            } catch (URISyntaxException e) {
                return Optional.empty();
            }
        }
    }

    /** Certificates by ACME, RFC 8555. */
    public record Acme(
            @Doc("Whom the authority writes to.") @Pattern("^[^\\s@]+@[^\\s@]+$") @Size(max = 254)
            String email,

            @Doc("Which directory is asked.") @Default("\"Production\"")
            Environment environment,

            @Doc("Another authority's directory, instead of Let's Encrypt's.")
            @Nullable
            @Pattern("^https://\\S+$")
            @Size(max = 2048)
            String directory,

            @Doc("Resolvers that prove names by DNS, which wildcards need.") @MapList("name") @Size(max = 16)
            List<DnsResolver> dns) {}

    /** Let's Encrypt's directories. */
    public enum Environment {
        @Doc("Certificates that browsers trust; its rate limits are easily used up.")
        Production,
        @Doc("Certificates that browsers do not trust, for trying.")
        Staging
    }

    /** A resolver that proves names by DNS. */
    @Rule(value = "self.name != 'letsencrypt'", message = "letsencrypt is the resolver that proves names by HTTP")
    public record DnsResolver(
            @Doc("Its name, for tls.resolver of Domains.") @Pattern("^[a-z0-9][a-z0-9-]{0,62}$")
            String name,

            @Doc("Traefik's name of the DNS provider, such as cloudflare.") @Pattern("^[a-z0-9]{1,32}$")
            String provider,

            @Doc("Secret of namespace roadstead-system whose keys are the provider's environment variables.")
            @Size(min = 1, max = 253)
            String secretName) {}

    /** What is. */
    public record Status(
            @Doc("The metadata.generation that this status describes.") @Nullable
            Long observedGeneration,

            @Doc("Ready, and why not.") @MapList("type") List<Condition> conditions) {}
}
