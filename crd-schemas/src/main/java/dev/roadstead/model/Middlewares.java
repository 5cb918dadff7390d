package dev.roadstead.model;

import dev.roadstead.crd.Default;
import dev.roadstead.crd.Doc;
import dev.roadstead.crd.MayBeAbsent;
import dev.roadstead.crd.Pattern;
import dev.roadstead.crd.Range;
import dev.roadstead.crd.Rule;
import dev.roadstead.crd.Size;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an edge does to requests and answers of a Domain; each part is typed, none is a rule in words. */
@Doc("What is done to requests and answers on their way.")
@Rule(
        value = "!has(self.maxBodySize) || (quantity(string(self.maxBodySize)).isInteger()"
                + " && quantity(string(self.maxBodySize)).isGreaterThan(quantity('0')))",
        message = "maxBodySize is a whole number of bytes above 0, such as 10Mi",
        fieldPath = ".maxBodySize")
public record Middlewares(
        @Doc("Asks for a name and a password.") @Nullable BasicAuth basicAuth,

        @Doc("Refuses clients of other addresses.") @Nullable
        IpAllowList ipAllowList,

        @Doc("Refuses requests beyond a rate, for each client.") @Nullable
        RateLimit rateLimit,

        @Doc("Sets or removes header fields.") @Nullable Headers headers,

        @Doc("Whether the Application sees paths without spec.pathPrefix; false when absent.") @MayBeAbsent
        boolean stripPrefix,

        @Doc("Whether answers are compressed for clients that can read that; false when absent.") @MayBeAbsent
        boolean compress,

        @Doc("Bytes that a request's body may have; it is read as a whole before it is passed on.") @Nullable
        Quantity maxBodySize,

        @Doc("Sends a request again that no container answered.") @Nullable
        Retry retry) {

    /** Characters of a header field's name (RFC 9110), but for those that mean something in a rule. */
    private static final String NAME = "^[A-Za-z0-9!#$%&*+.^_|~-]{1,128}$";

    /** Printable ASCII; RE2 counts no further than 1,000, so the length is a rule of its own. */
    private static final String VALUE = "^[ -~]*$";

    /** Fields that frame a message or say where it goes: what edge and container agree on by themselves. */
    private static final String FRAMING = "['host', 'connection', 'content-length', 'transfer-encoding', 'te',"
            + " 'trailer', 'upgrade', 'keep-alive', 'proxy-connection']";

    /** Asks for a name and a password. */
    public record BasicAuth(
            @Doc("A Secret in the same namespace; each line of its key users is name:hash, as htpasswd writes it.")
            @Size(min = 1, max = 253)
            String secretName,

            @Doc("What browsers say that the password is for.") @Nullable @Pattern("^[A-Za-z0-9][A-Za-z0-9 ._-]{0,63}$")
            String realm) {}

    /** Refuses clients of other addresses. */
    @Rule(
            value = "has(self.sourceRange) && self.sourceRange.all(range, isIP(range) || isCIDR(range))",
            message = "sourceRange lists at least one address, such as 192.0.2.7, or range, such as 10.0.0.0/8 or"
                    + " 2001:db8::/32",
            fieldPath = ".sourceRange")
    public record IpAllowList(
            @Doc("Addresses and CIDR ranges that may.")
            @Size(min = 1, max = 256, each = 49)
            @Pattern("^[0-9a-fA-F.:/]{2,49}$")
            List<String> sourceRange) {}

    /** Refuses requests beyond a rate. */
    public record RateLimit(
            @Doc("Requests in each period.") @Range(min = 1, max = 1000000)
            int average,

            @Doc("The period.") @Default("\"1s\"") @Pattern(GoDuration.POSITIVE)
            Duration period,

            @Doc("Requests that may come at once; average when absent.") @Nullable @Range(min = 1, max = 1000000)
            Integer burst) {}

    /** Sets or removes header fields. */
    @Rule(
            value = "(!has(self.request) || self.request.all(name, name.matches('" + NAME + "')"
                    + " && self.request[name].matches('" + VALUE + "') && size(self.request[name]) <= 2048))"
                    + " && (!has(self.response) || self.response.all(name, name.matches('" + NAME + "')"
                    + " && self.response[name].matches('" + VALUE + "') && size(self.response[name]) <= 2048))",
            message = "a header field has a name of letters, digits and hyphens and a value of printable ASCII")
    @Rule(
            value = "(!has(self.request) || self.request.all(name, !(name.lowerAscii() in " + FRAMING + ")))"
                    + " && (!has(self.response) || self.response.all(name, !(name.lowerAscii() in " + FRAMING + ")))",
            message = "header fields that frame a message, such as Host, Connection and Content-Length, are set by edge"
                    + " and container")
    public record Headers(
            @Doc("Set on requests, by name; an empty value removes the field.") @Size(max = 32, each = 2048)
            Map<String, String> request,

            @Doc("Set on answers, by name; an empty value removes the field.") @Size(max = 32, each = 2048)
            Map<String, String> response) {}

    /** Sends a request again. */
    public record Retry(
            @Doc("How often it is sent in all.") @Range(min = 2, max = 10)
            int attempts,

            @Doc("Wait before the second time; it doubles with each further one. No wait when absent.")
            @Nullable
            @Pattern(GoDuration.POSITIVE)
            Duration initialInterval) {}
}
