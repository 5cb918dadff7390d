package dev.roadstead.controller.plan;

import dev.roadstead.model.Container;
import dev.roadstead.model.Volume;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the decision about one Volume is made from.
 *
 * @param volume with its status as it was last known
 * @param place what is known of where its data is, or will be
 * @param elsewhere what other nodes have of it
 * @param users containers whose template names it, leaving ones included
 * @param rival key of another Volume that uses the Docker volume which this one wants to import; empty if none does
 * @param policy what its namespace allows
 * @param usage bytes in its Docker volume when last measured; empty while they were not
 * @param installation id of this installation
 */
public record VolumeSnapshot(
        Volume volume,
        Place place,
        Elsewhere elsewhere,
        List<Container> users,
        Optional<String> rival,
        PolicyLevel policy,
        Optional<Measured> usage,
        String installation,
        Instant now) {

    /**
     * What the other nodes have of it, as last known; nodes that are no more have nothing.
     *
     * @param retained nodes that list a Docker volume of its name which no Volume speaks for
     * @param replaced nodes that keep for a while what it had before, or what could not be removed
     */
    public record Elsewhere(Set<String> retained, Set<String> replaced) {
        /** Nothing is anywhere else. */
        public static final Elsewhere NOTHING = new Elsewhere(Set.of(), Set.of());

        static String told(Set<String> nodes) {
            return String.join(", ", nodes.stream().sorted().toList());
        }
    }

    /** What is known of the node that has the data, or will have it. */
    public sealed interface Place {}

    /** No node is chosen yet. */
    public record Unbound() implements Place {}

    /** There is no such Node. */
    public record NoNode(String node) implements Place {}

    /** Nothing can be known of what is there. */
    public record Away(String node, String why) implements Place {}

    /**
     * The engine was asked just now.
     *
     * @param wanted the Docker volume that the Volume has or wants, whoever owns it
     * @param own all that were made for a Volume of its name
     * @param listed whether its Docker volume is listed in the Node's status as retained
     */
    public record Reached(String node, Optional<EngineVolume> wanted, List<EngineVolume> own, boolean listed)
            implements Place {}
}
