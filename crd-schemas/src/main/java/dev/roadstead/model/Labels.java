package dev.roadstead.model;

import java.util.Set;

/** Labels on API objects and on Docker objects, annotations and finalizers of Roadstead. */
public final class Labels {
    /** Id of the installation that owns a Docker object; what lacks it is foreign and never touched. */
    public static final String MANAGED_BY = "roadstead.dev/managed-by";

    public static final String NAMESPACE = "roadstead.dev/namespace";
    public static final String APPLICATION = "roadstead.dev/application";
    public static final String RELEASE = "roadstead.dev/release";
    public static final String ORDINAL = "roadstead.dev/ordinal";
    public static final String CONTAINER_UID = "roadstead.dev/container-uid";
    public static final String SPEC_HASH = "roadstead.dev/spec-hash";

    /** On a Namespace: what its containers may do on their hosts: privileged, baseline (the default) or restricted. */
    public static final String POLICY = "roadstead.dev/policy";

    /** Of a Node, without being written: whether requests of Domains come in there, as spec.ingress.enabled says. */
    public static final String INGRESS = "roadstead.dev/ingress";

    /** Key of a toleration: what has it stays on a node that is drained. Taints and labels of the name mean nothing. */
    public static final String DRAIN = "roadstead.dev/drain";

    /**
     * On what Roadstead makes for an object of somebody's: kind and name of that, as in {@code edge.default} or
     * {@code team.acme.builders}.
     */
    public static final String MADE_FOR = "roadstead.dev/made-for";

    /** Annotation: who changed the spec last; written by the API server on kinds that ask for it. */
    public static final String CHANGED_BY = "roadstead.dev/changed-by";

    /** Annotation: why the spec was changed, as kubectl knows it. */
    public static final String CHANGE_CAUSE = "kubernetes.io/change-cause";

    /** Annotation on a Node: the id of an engine that may take the place of the one before. */
    public static final String ENGINE_ID = "roadstead.dev/engine-id";

    /** On a Docker volume: the Volume that it was made for. */
    public static final String VOLUME = "roadstead.dev/volume";

    /**
     * On a Docker volume that a copy is put into, by a restore, a move or a clone. Only the status of its Volume says
     * whether it is whole, so without one it is never taken for data by itself.
     */
    public static final String FILLED = "roadstead.dev/filled";

    /** Annotation on a Namespace that is being restored: repository and id of the archive. */
    public static final String RESTORING = "roadstead.dev/restoring";

    /** Annotation on a VolumeBackup that a schedule asked for: the time that it is for. */
    public static final String SCHEDULED_AT = "roadstead.dev/scheduled-at";

    /** Annotation on a Volume: when a restore of its newest backup was last tried by its schedule. */
    public static final String PROOF_TRIED_AT = "roadstead.dev/proof-tried-at";

    /** Annotation on a VolumeBackup: with {@code true} it may go though its archive cannot be removed. */
    public static final String ABANDON = "roadstead.dev/abandon";

    /** Annotation on a VolumeBackup: with {@code true} it is meant to be far smaller than the one before. */
    public static final String ACCEPT_SIZE = "roadstead.dev/accept-size";

    /** Annotation of a Node: keyed digest of the token of its edge. */
    public static final String EDGE_TOKEN = "roadstead.dev/edge-token";

    /** On a container that is never started and lends a volume to the engine's copy calls: the installation. */
    public static final String CARRIER = "roadstead.dev/carrier";

    /** On such a container: the name of the server that it is for. */
    public static final String CARRIER_SERVER = "roadstead.dev/carrier-server";

    /** On the Docker container of a check command: whoever finds it after this time removes it. */
    public static final String CHECK_UNTIL = "roadstead.dev/check-until";

    /** What Docker containers of ours carry; {@link #CHECK_UNTIL} those of check commands only. */
    public static final Set<String> OF_DOCKER_CONTAINERS =
            Set.of(MANAGED_BY, NAMESPACE, APPLICATION, RELEASE, ORDINAL, CONTAINER_UID, SPEC_HASH, CHECK_UNTIL);

    /** On what Roadstead makes for an Organization, a namespace above all: its name. */
    public static final String ORGANIZATION = "roadstead.dev/organization";

    /** On what Roadstead makes for a Project: its name. */
    public static final String PROJECT = "roadstead.dev/project";

    /** On what Roadstead makes for an environment of a Project: its name. */
    public static final String ENVIRONMENT = "roadstead.dev/environment";

    /** On what Roadstead makes for a User: the name. */
    public static final String USER = "roadstead.dev/user";

    /**
     * Annotation on a namespace that was made for an Organization, Project or User: the uid of that. A namespace without it
     * is somebody else's.
     */
    public static final String OWNER_UID = "roadstead.dev/owner-uid";

    /** On a namespace: with {@code true} its Applications are stopped, whatever they say, until it goes. */
    public static final String SUSPENDED = "roadstead.dev/suspended";

    /** Annotation on an Application: the folder of its project that it is in, as in {@code shop/frontend}. */
    public static final String FOLDER = "roadstead.dev/folder";

    /** Annotation without which an Organization or Project is not deleted: its name. */
    public static final String CONFIRM_DELETION = "roadstead.dev/confirm-deletion";

    /** Holds an Organization until its Projects and its namespace are gone. */
    public static final String ORGANIZATION_FINALIZER = "roadstead.dev/organization";

    /** Holds a Project until its namespaces are gone. */
    public static final String PROJECT_FINALIZER = "roadstead.dev/project";

    /** Holds a Team until what it grants is taken back. */
    public static final String TEAM_FINALIZER = "roadstead.dev/team";

    /** Holds a User until no Organization and no Team names it: whoever gets the name next inherits nothing. */
    public static final String USER_FINALIZER = "roadstead.dev/user";

    /** Holds an Application until its Containers and Releases are gone. */
    public static final String APPLICATION_FINALIZER = "roadstead.dev/application";

    /** Holds a Container until its Docker container is gone. */
    public static final String CONTAINER_FINALIZER = "roadstead.dev/container";

    /** Holds a Volume until nothing uses it and, if it is to go, its Docker volume is gone. */
    public static final String VOLUME_FINALIZER = "roadstead.dev/volume";

    /** Holds a VolumeBackup until its archive is gone from the repository. */
    public static final String BACKUP_FINALIZER = "roadstead.dev/backup";

    /** Holds a VolumeRestore until what it stopped runs again and what it filled is in use or gone. */
    public static final String RESTORE_FINALIZER = "roadstead.dev/restore";

    private Labels() {}
}
