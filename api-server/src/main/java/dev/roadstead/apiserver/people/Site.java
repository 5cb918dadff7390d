package dev.roadstead.apiserver.people;

import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.fault.ApiFault;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * This server as a browser has it: what passkeys are made for. A passkey is taken at the very site that it was made at, so
 * nobody gains by asking for another name or port.
 *
 * @param origin as browsers write it: {@code https://roadstead.example.com:7443}
 * @param host without the port, in lower case
 */
public record Site(String origin, String host) {
    private static final Pattern AUTHORITY = Pattern.compile("([a-z0-9]([a-z0-9.-]*[a-z0-9])?)(:\\d{1,5})?");
    private static final Pattern ADDRESS = Pattern.compile("[\\d.]+");

    /**
     * The site of a request.
     *
     * @param authority host and port, as the browser wrote them
     * @throws ApiException BadRequest for an address without a name: browsers make no passkeys for those
     */
    public static Site of(String authority) {
        String folded = authority.toLowerCase(Locale.ROOT).replaceAll(":443$", "");
        var matcher = AUTHORITY.matcher(folded);
        if (!matcher.matches() || ADDRESS.matcher(matcher.group(1)).matches()) {
            throw new ApiException(new ApiFault.BadRequest("passkeys need a server with a name, found \""
                    + authority.replaceAll("[^\\x20-\\x7e]", "?")
                    + "\": open this page at https://<name of the server>, not at an address of numbers"));
        }
        return new Site("https://" + folded, matcher.group(1));
    }
}
