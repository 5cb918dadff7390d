package dev.roadstead.model;

import dev.roadstead.crd.Default;
import dev.roadstead.crd.Doc;
import dev.roadstead.crd.Pattern;
import dev.roadstead.crd.Range;
import dev.roadstead.crd.Rule;
import dev.roadstead.crd.Size;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a release replaces its predecessor. */
@Rule(
        value = "self.type != 'Canary' || (has(self.canary.steps) && size(self.canary.steps) > 0)",
        message = "strategy Canary needs canary.steps")
@Rule(
        value = "self.type == 'Canary' || !has(self.canary.analysis)",
        message = "canary.analysis counts with strategy Canary only; take it out, or set type to Canary",
        messageExpression = "'canary.analysis counts with strategy Canary only, and type is ' + self.type"
                + " + '; take it out, or set type to Canary'",
        fieldPath = ".canary.analysis")
public record Strategy(
        @Doc("How old containers give way to new ones.") @Default("\"Rolling\"")
        Type type,

        @Doc("Steps of a Rolling replacement.") @Default("{}")
        Rolling rolling,

        @Doc("How a BlueGreen replacement goes on when all new containers are available.") @Default("{}")
        BlueGreen blueGreen,

        @Doc("Steps of a Canary replacement.") @Default("{}")
        Canary canary,

        @Doc("Whether a rollout that failed goes back to the last release that was complete.") @Default("false")
        boolean autoRollback,

        @Doc("Time without progress after which the rollout is reported as failed.") @Default("\"5m\"")
        Duration progressDeadline,

        @Doc("How long a new container must have been healthy before it counts as available.") @Default("\"0s\"")
        Duration minReady,

        @Doc("How long a container that is to be replaced keeps running after it left routing.") @Default("\"10s\"")
        Duration drain,

        @Doc("What a change of a Secret or ConfigMap does that the template takes variables or files from.")
        @Default("\"Rollout\"")
        ConfigChanges configChanges) {

    /** Answers to a change of a Secret or ConfigMap. */
    public enum ConfigChanges {
        @Doc("A new release with the same template replaces the containers.")
        Rollout,
        @Doc("Containers keep what they have; those that are made later get what is there then.")
        Ignore
    }

    /** Kinds of replacement. */
    public enum Type {
        @Doc("New containers are added and old ones removed step by step.")
        Rolling,
        @Doc("All old containers are removed before the first new one is created.")
        Recreate,
        @Doc("All new containers stand beside the old ones before the switch; the old ones are kept for a while.")
        BlueGreen,
        @Doc("New containers get a growing share, step by step.")
        Canary
    }

    /** Steps of a Rolling replacement. */
    public record Rolling(
            @Doc("How many containers there may be above replicas.") @Default("1") @Range(min = 0, max = 1000)
            int maxSurge,

            @Doc("How many containers may be missing from replicas.") @Default("0") @Range(min = 0, max = 1000)
            int maxUnavailable) {}

    /** How a BlueGreen replacement goes on. */
    public record BlueGreen(
            @Doc("Whether the switch waits for a person, who sets promotion.") @Default("\"Automatic\"")
            PromotionMode promotion,

            @Doc("How long the old containers are kept after the switch, to go back to at once.") @Default("\"5m\"")
            Duration keepOldFor) {

        /** Who decides on the switch. */
        public enum PromotionMode {
            @Doc("It happens as soon as all new containers are available.")
            Automatic,
            @Doc("It happens when promotion names the release.")
            Manual
        }
    }

    /** Steps of a Canary replacement. */
    public record Canary(
            @Doc("The steps, in order; after the last one all containers are replaced.") @Size(max = 20)
            List<Step> steps,

            @Doc(
                    "Ends the rollout by how the new release answers, as the edges that Roadstead runs count it; by health alone"
                            + " when absent, and where nothing is counted. A change of it is no new release.")
            @Nullable
            Analysis analysis) {

        /**
         * What answers of the new release are too bad, or too slow, for the rollout to go on. It is judged while a step sends
         * it a part of the requests, by those of the last five to ten minutes of that step.
         */
        @Rule(
                value = "has(self.maxErrorRate) || has(self.maxLatency)",
                message =
                        "neither maxErrorRate nor maxLatency is set, so there is nothing to judge by; set one or both")
        @Rule(
                value = "!has(self.maxLatency) || duration(self.maxLatency) <= duration('" + Analysis.MOST + "')",
                message = "maxLatency is more than edges tell apart; expected at most " + Analysis.MOST,
                messageExpression =
                        "'maxLatency ' + self.maxLatency + ' is more than edges tell apart; expected at most "
                                + Analysis.MOST + "'",
                fieldPath = ".maxLatency")
        public record Analysis(
                @Doc(
                        "Percent of requests that may be answered with 5xx; more than that ends the rollout. gRPC's own codes are not"
                                + " seen.")
                @Nullable
                @Range(min = 0, max = 100)
                Integer maxErrorRate,

                @Doc(
                        "Time in which percentile percent of requests have to be answered, at most 60s; counted up to the next of"
                                + " 5ms, 10ms, 25ms, 50ms, 100ms, 150ms, 200ms, 300ms, 400ms, 500ms, 750ms, 1s, 1500ms, 2s, 3s, 5s,"
                                + " 7500ms, 10s, 15s, 30s and 60s. WebSockets and event streams do not count.")
                @Nullable
                @Pattern(GoDuration.POSITIVE)
                Duration maxLatency,

                @Doc("Percent of requests that have to be answered within maxLatency.")
                @Default("95")
                @Range(min = 1, max = 99)
                int percentile,

                @Doc("How many requests there have to be at least; with fewer the canary goes by health.")
                @Default("50")
                @Range(min = 1, max = 1000000)
                int minRequests) {
            private static final String MOST = "60s";
        }

        /** One step. */
        public record Step(
                @Doc("Share of the new release in percent; without a router, of the containers.")
                @Range(min = 1, max = 100)
                int weight,

                @Doc("How long to stay here: a duration, or Manual to wait for promotion; not at all when absent.")
                @Nullable
                @Pattern("^(Manual|" + GoDuration.BARE + ")$")
                String pause) {}
    }
}
