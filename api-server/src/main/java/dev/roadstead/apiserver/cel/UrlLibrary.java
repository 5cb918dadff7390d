package dev.roadstead.apiserver.cel;

import static dev.roadstead.apiserver.cel.TextLibrary.BOOL;
import static dev.roadstead.apiserver.cel.TextLibrary.STRING;
import static dev.roadstead.apiserver.cel.TextLibrary.STRINGS;
import static dev.roadstead.apiserver.cel.TextLibrary.text;

import dev.cel.common.types.MapType;
import dev.cel.common.types.OpaqueType;
import dev.cel.common.types.SimpleType;
import dev.roadstead.apiserver.cel.Library.Operand;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Kubernetes' functions on URLs: absolute ones, and absolute paths. */
final class UrlLibrary {
    private static final Operand URL = new Operand(OpaqueType.create("kubernetes.URL"), URI.class);
    private static final Operand QUERY = new Operand(MapType.create(SimpleType.STRING, STRINGS.cel()), Map.class);
    private static final List<Operand> ONE = List.of(URL);

    private UrlLibrary() {}

    static Library library() {
        return new Library()
                .global("url", "string_to_url", URL, List.of(STRING), a -> parse(text(a, 0)))
                .global("isURL", "is_url_string", BOOL, List.of(STRING), a -> is(text(a, 0)))
                .member("getScheme", "url_get_scheme", STRING, ONE, a -> present(((URI) a[0]).getScheme()))
                .member("getHost", "url_get_host", STRING, ONE, a -> host((URI) a[0]))
                .member("getHostname", "url_get_hostname", STRING, ONE, a -> hostname((URI) a[0]))
                .member("getPort", "url_get_port", STRING, ONE, a -> port((URI) a[0]))
                .member("getEscapedPath", "url_get_escaped_path", STRING, ONE, a -> present(((URI) a[0]).getRawPath()))
                .member("getQuery", "url_get_query", QUERY, ONE, a -> query((URI) a[0]));
    }

    private static boolean is(String text) {
        try {
            return parse(text).isAbsolute() || text.startsWith("/");
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static URI parse(String text) {
        URI url = URI.create(text);
        if (!url.isAbsolute() && !text.startsWith("/")) {
            throw new IllegalArgumentException("\"" + text + "\" is neither an absolute URL nor an absolute path");
        }
        return url;
    }

    private static String host(URI url) {
        String port = port(url);
        return present(url.getHost()) + (port.isEmpty() ? "" : ":" + port);
    }

    private static String hostname(URI url) {
        String host = present(url.getHost());
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private static String port(URI url) {
        return url.getPort() < 0 ? "" : Integer.toString(url.getPort());
    }

    private static Map<String, List<String>> query(URI url) {
        Map<String, List<String>> values = new TreeMap<>();
        for (String pair : present(url.getRawQuery()).split("&", -1)) {
            if (!pair.isEmpty()) {
                String[] parts = pair.split("=", 2);
                values.computeIfAbsent(decoded(parts[0]), ignored -> new ArrayList<>())
                        .add(parts.length == 1 ? "" : decoded(parts[1]));
            }
        }
        return values;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static String present(@Nullable String text) {
        return text == null ? "" : text;
    }
}
