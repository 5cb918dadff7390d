package dev.roadstead.controller.transfer;

import dev.roadstead.backup.Progress;

/** Where the parts of a copy tell how they get on. */
public interface Steps {
    /** A backup is read and compared with its manifest. */
    Progress verifying();

    /** A volume is filled. */
    Progress filling();

    /** What is in it is read back. */
    Progress comparing();
}
