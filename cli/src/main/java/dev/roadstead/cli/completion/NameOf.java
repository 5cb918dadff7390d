package dev.roadstead.cli.completion;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** An option or parameter that takes the name of an object, which shells complete. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
public @interface NameOf {
    Kind value();

    /** What kind of object it is. */
    enum Kind {
        NAMESPACE,
        APPLICATION,
        NODE,
        VOLUME,
        BACKUP_REPOSITORY,
        VOLUME_BACKUP,
        NAMESPACE_BACKUP,
        ORGANIZATION,
        /** {@code ORGANIZATION/PROJECT}. */
        PROJECT,
        /** An environment of the project that the line names; a namespace if it names none. */
        PLACE,
        /** What there may be backups of: {@code NAMESPACE/VOLUME}, or a namespace. */
        BACKED_UP,
        /** A Docker volume that outlived its Volume. */
        RETAINED_VOLUME
    }
}
