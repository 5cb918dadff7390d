package dev.roadstead.controller.lease;

import dev.roadstead.controller.lease.Ownership.Claim;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;

/**
 * What one server knows at one moment of who is there; pure.
 *
 * @param name of its own Lease
 * @param token of its own present life
 * @param peers the Leases of the others that are alive
 */
record View(String name, String token, List<Lease> peers) {
    /**
     * Whose a shard is. Each server that is alive has a weight for it; the heaviest has it, so that of N servers one that
     * comes or goes moves one Nth of the work. Before all others know of this server it has none: they may still hold theirs
     * for what is about to be its.
     */
    Claim claim(String shard) {
        long ours = weight(name, shard);
        boolean outweighed = peers.stream().anyMatch(peer -> isHeavier(weight(peer.name(), shard), peer.name(), ours));
        if (outweighed) {
            return Claim.THEIRS;
        }
        return isKnown() ? Claim.OURS : Claim.UNCLEAR;
    }

    boolean isKnown() {
        return peers.stream().allMatch(peer -> peer.knows().contains(token));
    }

    Set<String> tokens() {
        return tokens(peers);
    }

    static Set<String> tokens(Collection<Lease> leases) {
        return leases.stream().map(Lease::token).collect(Collectors.toUnmodifiableSet());
    }

    private boolean isHeavier(long theirs, String theirName, long ours) {
        return theirs != ours ? theirs > ours : theirName.compareTo(name) > 0;
    }

    private static long weight(String server, String shard) {
        CRC32C hash = new CRC32C();
        hash.update((server + "\n" + shard).getBytes(StandardCharsets.UTF_8));
        // A checksum of texts that differ at their beginnings alone is not random enough to be compared.
        long mixed = hash.getValue() * 0x9E3779B97F4A7C15L;
        return (mixed ^ (mixed >>> 32)) & Long.MAX_VALUE;
    }
}
