package dev.roadstead.apiserver.admission;

import java.util.regex.Pattern;

/** The forms of names in Kubernetes. */
enum Syntax {
    DNS_LABEL(
            "[a-z0-9]([-a-z0-9]*[a-z0-9])?",
            63,
            "must be an RFC 1123 label: at most 63 lower-case letters, digits and '-',"
                    + " with a letter or digit at both ends (for instance 'my-name')"),
    DNS_SUBDOMAIN(
            "[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*",
            253,
            "must be an RFC 1123 subdomain: at most 253 lower-case letters, digits, '-' and '.',"
                    + " with a letter or digit at both ends of each part (for instance 'my.name')"),
    /** Names of roles and bindings: whatever can stand in a path. */
    PATH_SEGMENT(
            "(?!\\.{1,2}$)[^/%\\x00-\\x1f\\x7f]+",
            253, "must have at most 253 characters without '/' and '%', and not be . or .."),
    LABEL_VALUE(
            "([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?",
            63,
            "a label's value must have at most 63 letters, digits, '-', '_' and '.',"
                    + " with a letter or digit at both ends, or be empty"),
    QUALIFIED_NAME(
            "([a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*/)?"
                    + "[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?",
            317,
            "must be a qualified name: at most 63 letters, digits, '-', '_' and '.', with a letter or digit at both ends,"
                    + " after an optional DNS subdomain and '/' (for instance 'example.com/my-name')");

    private final Pattern pattern;
    private final int longest;
    private final String rule;

    Syntax(String regex, int longest, String rule) {
        this.pattern = Pattern.compile(regex);
        this.longest = longest;
        this.rule = rule;
    }

    boolean allows(String text) {
        return text.length() <= longest && pattern.matcher(text).matches();
    }

    /** Sentence on what is allowed. */
    String rule() {
        return rule;
    }
}
