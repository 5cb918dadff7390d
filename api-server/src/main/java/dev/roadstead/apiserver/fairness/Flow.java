package dev.roadstead.apiserver.fairness;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whose request it is: requests of one flow wait in one queue, in order.
 *
 * @param tenant to whom the user belongs; empty for one who stands alone
 */
public record Flow(String tenant, String user, String client) {
    /** The product's name: versions and comments would make flows without number. */
    private static final Pattern PRODUCT = Pattern.compile("[A-Za-z0-9._-]{1,40}");

    /**
     * The flow of a request.
     *
     * @param tenant as above
     * @param address of the client, without the port
     * @param userAgent as sent; empty when there is none
     */
    public static Flow of(String tenant, String user, String address, String userAgent) {
        Matcher product = PRODUCT.matcher(userAgent);
        return new Flow(tenant, user, product.lookingAt() ? address + " " + product.group() : address);
    }
}
