package dev.roadstead.model;

/** What a ResourceQuota can limit, as the CEL that says so of a map that is compiled to one. */
final class QuotaKeys {
    /** Goes on after {@code self.<field>}. */
    static final String RULE =
            ".all(item, item in ['requests.cpu', 'requests.memory', 'limits.cpu', 'limits.memory', 'limits.pids',"
                    + " 'requests.storage']"
                    + " || item.matches('^count/[a-z0-9-]+([.][a-z0-9.-]+)?$'))";

    static final String MESSAGE =
            "must be requests.cpu, requests.memory, limits.cpu, limits.memory, limits.pids, requests.storage or"
                    + " count/<plural>.<group>";

    /** The same of what containers take, which is all that is summed up beyond one namespace. */
    static final String CONTAINERS_RULE =
            ".all(item, item in ['requests.cpu', 'requests.memory', 'limits.cpu', 'limits.memory', 'limits.pids',"
                    + " 'count/containers.roadstead.dev'])";

    static final String CONTAINERS_MESSAGE =
            "must be requests.cpu, requests.memory, limits.cpu, limits.memory, limits.pids or"
                    + " count/containers.roadstead.dev";

    private QuotaKeys() {}
}
