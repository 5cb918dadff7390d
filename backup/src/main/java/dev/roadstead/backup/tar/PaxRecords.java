package dev.roadstead.backup.tar;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;

/** Extended header records of POSIX.1-2001: {@code <length> <keyword>=<value>\n}; the length is of all of it. */
final class PaxRecords {
    static final String PATH = "path";
    static final String LINK = "linkpath";
    static final String SIZE = "size";
    static final String UID = "uid";
    static final String GID = "gid";
    static final String MTIME = "mtime";
    static final String XATTR = "SCHILY.xattr.";
    static final String SPARSE = "GNU.sparse.";

    private PaxRecords() {}

    static Map<String, String> parse(String data) {
        var records = new TreeMap<String, String>();
        int at = 0;
        while (at < data.length()) {
            int space = data.indexOf(' ', at);
            int end = space < 0 ? -1 : at + length(data.substring(at, space));
            int equal = data.indexOf('=', Math.max(space, at));
            if (space < 0 || end <= equal || equal < 0 || end > data.length() || data.charAt(end - 1) != '\n') {
                throw Refusal.of("an extended header has a record that is none");
            }
            records.put(data.substring(space + 1, equal), data.substring(equal + 1, end - 1));
            at = end;
        }
        return records;
    }

    static byte[] format(Map<String, String> records) {
        var out = new ByteArrayOutputStream();
        records.forEach((keyword, value) -> {
            int rest = keyword.length() + value.length() + 3;
            int length = rest + Integer.toString(rest).length();
            if (Integer.toString(length).length() != Integer.toString(rest).length()) {
                length = rest + Integer.toString(length).length();
            }
            out.writeBytes((length + " " + keyword + "=" + value + "\n").getBytes(ISO_8859_1));
        });
        return out.toByteArray();
    }

    static long number(String keyword, String value) {
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException _) {
            throw Refusal.of("an extended header has " + keyword + " \"" + Names.toText(value) + "\", not a number");
        }
    }

    /** Seconds with a fraction of at most nine digits that count. */
    static BigDecimal time(String value) {
        if (value.length() > 40 || !value.matches("-?[0-9]{1,18}(\\.[0-9]*)?")) {
            throw Refusal.of("an extended header has mtime \"" + Names.toText(value) + "\", not a time");
        }
        return new BigDecimal(value.endsWith(".") ? value + "0" : value);
    }

    private static int length(String digits) {
        return digits.matches("[0-9]{1,8}") ? Integer.parseInt(digits) : -1;
    }
}
