package dev.roadstead.model;

import dev.roadstead.crd.Default;
import dev.roadstead.crd.Doc;
import dev.roadstead.crd.Kind;
import dev.roadstead.crd.Kind.Column;
import dev.roadstead.crd.MapList;
import dev.roadstead.crd.MayBeAbsent;
import dev.roadstead.crd.Pattern;
import dev.roadstead.crd.Rule;
import dev.roadstead.crd.Size;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A hostname, and a path below it, whose requests go to a port of an Application. */
@Doc("A hostname, and a path below it, whose requests go to a port of an Application, wherever its containers run.")
@Kind(
        plural = "domains",
        shortNames = "dom",
        namespaceClaims = "spec.hostname",
        columns = {
            @Column(name = "Hostname", jsonPath = ".spec.hostname"),
            @Column(name = "Application", jsonPath = ".spec.application"),
            @Column(name = "Accepted", jsonPath = ".status.conditions[?(@.type==\"Accepted\")].status"),
            @Column(name = "Routed", jsonPath = ".status.conditions[?(@.type==\"Routed\")].status"),
            @Column(name = "TLS", jsonPath = ".spec.tls.mode"),
            @Column(name = "Expires", jsonPath = ".status.certificate.notAfter", type = "date"),
            @Column(name = "Age", jsonPath = ".metadata.creationTimestamp", type = "date"),
            @Column(name = "Path", jsonPath = ".spec.pathPrefix", priority = 1),
            @Column(name = "DNS", jsonPath = ".status.conditions[?(@.type==\"DNSReady\")].status", priority = 1),
            @Column(name = "Message", jsonPath = ".status.conditions[?(@.type==\"Accepted\")].message", priority = 1)
        })
public record Domain(
        ObjectMeta metadata,
        @Doc("What is wanted.") Spec spec,
        @Doc("What is.") @Nullable Status status) implements Resource {

    /** Lower-case labels of letters, digits and inner hyphens, at least two; the last one begins with a letter. */
    public static final String HOSTNAME =
            "^([*][.])?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?[.])+" + "[a-z]([a-z0-9-]{0,61}[a-z0-9])?$";

    /** Segments of characters that mean themselves in a URL and in a router's rule, without an empty or a dot one. */
    public static final String PATH = "^/$|^(/[A-Za-z0-9_~@:+,;=-][A-Za-z0-9._~@:+,;=-]*)+$";

    /** What is wanted. */
    @Rule(
            value = "self.hostname.matches('^[\\\\x00-\\\\x7F]*$')",
            message = "an internationalized name is written in its A-label form, which begins with xn--",
            messageExpression =
                    "'an internationalized name is written in its A-label form: '" + " + idnToASCII(self.hostname)",
            fieldPath = ".hostname")
    @Rule(
            value = "!self.hostname.matches('^[\\\\x00-\\\\x7F]*$') || self.hostname.matches('" + HOSTNAME + "')",
            message = "a hostname is a lower-case DNS name of at least two labels, such as shop.example.com, or"
                    + " *.example.com for all names one label below; it is no address, and has no port, path or"
                    + " trailing dot",
            fieldPath = ".hostname")
    @Rule(
            value = "self.hostname.split('.').all(label, !label.matches('^..--') || label.startsWith('xn--'))",
            message = "a label with hyphens in its third and fourth place is an A-label, which begins with xn--",
            fieldPath = ".hostname")
    @Rule(
            value = "type(self.port) == int ? self.port >= 1 && self.port <= 65535"
                    + " : string(self.port).matches('^[a-z0-9]([-a-z0-9]{0,13}[a-z0-9])?$')"
                    + " && string(self.port).matches('[a-z]')",
            message = "a port is a number from 1 to 65535, or the name of one of the Application's ports",
            fieldPath = ".port")
    @Rule(
            value = "self.tls.mode != 'Off' || !has(self.redirectToHttps) || !self.redirectToHttps",
            message = "without TLS there is nothing to redirect to; set tls.mode or leave redirectToHttps out",
            fieldPath = ".redirectToHttps")
    @Rule(
            value = "self.tls.mode != 'Off' || !has(self.hsts)",
            message = "HSTS over plain HTTP would lock visitors out; set tls.mode or leave hsts out",
            fieldPath = ".hsts")
    @Rule(
            value = "!self.labels || !has(self.middlewares) || !has(self.middlewares.basicAuth)",
            message = "labels are read by whoever may see the containers, so hashes of passwords are not put there;"
                    + " leave labels or middlewares.basicAuth out",
            fieldPath = ".labels")
    @Rule(
            value = "self.pathPrefix != '/' || !has(self.middlewares) || !has(self.middlewares.stripPrefix)"
                    + " || !self.middlewares.stripPrefix",
            message = "there is no prefix to strip; set pathPrefix or leave stripPrefix out",
            fieldPath = ".middlewares")
    public record Spec(
            @Doc("The name that visitors ask for; *.example.com stands for every name one label below example.com.")
            @Size(min = 1, max = 253)
            String hostname,

            @Doc("The path that requests begin with, by whole segments: /api is also /api/v1, but not /apis.")
            @Default("\"/\"")
            @Pattern(Domain.PATH)
            @Size(min = 1, max = 512)
            String pathPrefix,

            @Doc("Name of the Application in the same namespace.") @Size(min = 1, max = 63)
            String application,

            @Doc("Number or name of one of the Application's TCP ports.")
            IntOrString port,

            @Doc("Where the certificate comes from.") @Default("{}")
            Tls tls,

            @Doc("Whether plain HTTP is answered with a redirect to HTTPS; true when absent, unless tls.mode is Off.")
            @Nullable
            Boolean redirectToHttps,

            @Doc("Tells browsers to use nothing but HTTPS from now on.") @Nullable
            Hsts hsts,

            @Doc("What is done to requests and answers on their way.") @Nullable
            Middlewares middlewares,

            @Doc("Keeps a visitor at the container that answered him first, while it takes requests.") @Nullable
            Sticky sticky,

            @Doc("Whether the hostname has to be proved to be yours.") @Default("{}")
            Ownership ownership,

            @Doc(
                    "Whether the Application's containers carry labels for a Traefik of your own with the Docker provider, too. A"
                            + " change of the Domain is then a rollout.")
            @Default("false")
            boolean labels) {

        /** Whether plain HTTP is answered with a redirect. */
        public boolean redirects() {
            return tls.mode() != TlsMode.Off && (redirectToHttps == null || redirectToHttps);
        }
    }

    /** Where the certificate comes from. */
    @Rule(
            value = "(self.mode == 'Secret') == has(self.secretName)",
            message = "tls.secretName is given with tls.mode Secret, and only then")
    @Rule(
            value = "self.mode == 'Auto' || !has(self.resolver)",
            message = "tls.resolver is given with tls.mode Auto only")
    public record Tls(
            @Doc("Where the certificate comes from.") @Default("\"Auto\"")
            TlsMode mode,

            @Doc("A Secret of type kubernetes.io/tls in the same namespace.") @Nullable @Size(min = 1, max = 253)
            String secretName,

            @Doc("The edge's ACME resolver; letsencrypt when absent. A wildcard needs one that asks by DNS.")
            @Nullable
            @Pattern("^[A-Za-z0-9][A-Za-z0-9_-]{0,62}$")
            String resolver) {}

    /** Sources of a certificate. */
    public enum TlsMode {
        @Doc("The edge gets one by ACME.")
        Auto,
        @Doc("A Secret has it.")
        Secret,
        @Doc("None: plain HTTP.")
        Off
    }

    /** HTTP Strict Transport Security, RFC 6797. */
    @Rule(
            value = "!has(self.preload) || !self.preload || (has(self.includeSubdomains) && self.includeSubdomains)",
            message = "browsers preload a name only with includeSubdomains")
    public record Hsts(
            @Doc("How long browsers remember it.") @Default("\"8760h\"") @Pattern(GoDuration.POSITIVE)
            Duration maxAge,

            @Doc("Whether names below this one are meant too; false when absent.") @MayBeAbsent
            boolean includeSubdomains,

            @Doc("Whether browsers may ship it built in, which is hard to undo; false when absent.") @MayBeAbsent
            boolean preload) {}

    /** Keeps a visitor at one container. */
    public record Sticky(
            @Doc("Name of the cookie by which he is known again.")
            @Default("\"roadstead\"")
            @Pattern("^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$")
            String cookie) {}

    /** Proof of ownership. */
    public record Ownership(
            @Doc("Whether a TXT record has to prove it before the hostname is routed.") @Default("\"Skip\"")
            Txt txt) {
        /** Whether a TXT record is asked for. */
        public enum Txt {
            @Doc("Condition OwnershipVerified names the record and its value.")
            Required,
            @Doc("Nothing is asked for.")
            Skip
        }
    }

    /** What is. */
    public record Status(
            @Doc("The metadata.generation that this status describes.") @Nullable
            Long observedGeneration,

            @Doc("Addresses of the edges, which DNS should answer with.")
            List<String> addresses,

            @Doc("The certificate that the edges show.") @Nullable
            Certificate certificate,

            @Doc("Accepted, OwnershipVerified, Routed, DNSReady and CertificateReady, and why not.") @MapList("type")
            List<Condition> conditions) {}

    /** A certificate. */
    public record Certificate(
            @Doc("Who issued it.") String issuer,
            @Doc("Whom it was issued to.") String subject,
            @Doc("DNS names that it is for.") List<String> dnsNames,
            @Doc("Since when it is valid.") Instant notBefore,
            @Doc("When it expires.") Instant notAfter,
            @Doc("Its serial number, in hex.") String serial) {}
}
