package dev.roadstead.controller.plan;

import java.util.Set;

/** Reasons of conditions and events: what programs may rely on. */
public final class Reasons {
    public static final String IMAGE_PULL_FAILED = "ImagePullFailed";
    public static final String PORT_TAKEN = "PortTaken";
    public static final String START_FAILED = "StartFailed";
    public static final String NODE_UNREACHABLE = "NodeUnreachable";
    /** A Docker container of this name exists and is not ours. */
    public static final String NAME_TAKEN = "NameTaken";
    /** The Docker container that it adopts is not what its template says. */
    public static final String NOT_ADOPTED = "NotAdopted";
    /** The engine, or the gate in front of it, does not accept the specification. */
    public static final String REFUSED = "Refused";
    /** The engine answered with an error of its own. */
    public static final String ENGINE_FAILED = "EngineFailed";
    /** A Secret or ConfigMap, or a key of one, is not there. */
    public static final String CONFIG_MISSING = "ConfigMissing";

    /** The engine has no Docker volume of the name that a Volume is to take over. */
    public static final String NO_SUCH_DOCKER_VOLUME = "NoSuchDockerVolume";
    /** A Volume that the template names is not there. */
    public static final String VOLUME_MISSING = "VolumeMissing";
    /** A Volume is not made yet, or its data is gone. */
    public static final String VOLUME_NOT_READY = "VolumeNotReady";
    /** The data of a Volume is on another node. */
    public static final String VOLUME_ELSEWHERE = "VolumeElsewhere";

    public static final String UNSCHEDULABLE = "Unschedulable";
    /** It ended once and is started again. */
    public static final String EXITED = "Exited";
    /** It ended again and again. */
    public static final String CRASH_LOOP = "CrashLoop";

    public static final String UNHEALTHY = "Unhealthy";
    public static final String STARTING = "Starting";
    public static final String PULLING = "Pulling";
    public static final String STOPPED = "Stopped";
    public static final String DELETING = "Deleting";
    public static final String PAUSED = "Paused";
    /** {@code spec.quiesce} keeps it from writing. */
    public static final String QUIESCED = "Quiesced";

    public static final String PROGRESSING = "Progressing";
    public static final String COMPLETE = "Complete";
    public static final String DEADLINE_EXCEEDED = "ProgressDeadlineExceeded";
    /** A canary failed its health check or crashed again and again. */
    public static final String CANARY_UNHEALTHY = "CanaryUnhealthy";
    /** A canary answered worse, or slower, than {@code canary.analysis} allows. */
    public static final String CANARY_ANSWERS_BADLY = "CanaryAnswersBadly";

    /** Why a canary is over; one that is merely late goes on. */
    public static final Set<String> ENDS_CANARY = Set.of(CANARY_UNHEALTHY, CANARY_ANSWERS_BADLY);

    public static final String AWAITING_PROMOTION = "AwaitingPromotion";
    /** The last complete release is wanted again, because the newer one failed. */
    public static final String ROLLED_BACK = "RolledBack";
    /** {@code spec.rollback} is followed. */
    public static final String REQUESTED = "Requested";
    /** {@code spec.rollback} names a release that is not there. */
    public static final String RELEASE_NOT_KEPT = "ReleaseNotKept";
    /** The rollout is complete, but too few containers are available. */
    public static final String UNAVAILABLE = "Unavailable";

    public static final String AVAILABLE = "Available";
    public static final String AS_EXPECTED = "AsExpected";

    private Reasons() {}
}
