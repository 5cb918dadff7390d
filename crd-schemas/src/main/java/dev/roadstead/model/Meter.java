package dev.roadstead.model;

import java.util.Arrays;
import java.util.Optional;

/** What is measured of a Project, by the name that reports and prices have for it. Amounts are decimal numbers. */
public enum Meter {
    /** Hours that containers ran. */
    CONTAINER_HOURS("containerHours"),
    /** Of those, the hours that the used amounts cover. */
    MEASURED_HOURS("measuredHours"),
    /** Hours of processors that running containers requested, or else are limited to. */
    CPU_REQUESTED("cpuRequestedHours"),
    /** Hours of processors that they used. */
    CPU_USED("cpuUsedHours"),
    /** Hours of 2^30 bytes of memory that running containers requested, or else are limited to. */
    MEMORY_REQUESTED("memoryRequestedGiBHours"),
    /** Hours of 2^30 bytes of memory that they used, without what the kernel only caches. */
    MEMORY_USED("memoryUsedGiBHours"),
    /** 2^30 bytes that they sent, to wherever. */
    SENT("sentGiB"),
    /** Hours of 2^30 bytes in Volumes. */
    VOLUMES("volumeGiBHours"),
    /** Hours of 2^30 bytes that backups added to their repositories. */
    BACKUPS("backupGiBHours"),
    /** Hours in which no server watched: what ran then and is gone is not in the others. */
    UNOBSERVED("unobservedHours");

    /** Goes on after {@code self.<field>}: keys of a map of prices. */
    static final String PRICED =
            ".all(meter, meter in ['containerHours', 'cpuRequestedHours', 'cpuUsedHours', 'memoryRequestedGiBHours',"
                    + " 'memoryUsedGiBHours', 'sentGiB', 'volumeGiBHours', 'backupGiBHours'])";

    static final String PRICED_MESSAGE =
            "must be containerHours, cpuRequestedHours, cpuUsedHours, memoryRequestedGiBHours, memoryUsedGiBHours, sentGiB,"
                    + " volumeGiBHours or backupGiBHours";

    static final String NAMES =
            "containerHours: hours that containers ran. measuredHours: the part of them that the used"
                    + " amounts cover. cpuRequestedHours and cpuUsedHours: hours of processors. memoryRequestedGiBHours and"
                    + " memoryUsedGiBHours: hours of 2^30 bytes of memory. sentGiB: 2^30 bytes that containers sent, to wherever."
                    + " volumeGiBHours and backupGiBHours: hours of 2^30 bytes in Volumes, and that backups added to their"
                    + " repositories. unobservedHours: hours in which no server watched, so that what ran then and is gone is not"
                    + " in the others.";

    private final String key;

    Meter(String key) {
        this.key = key;
    }

    /** Its name in maps of amounts. */
    public String key() {
        return key;
    }

    public static Optional<Meter> of(String key) {
        return Arrays.stream(values()).filter(meter -> meter.key.equals(key)).findFirst();
    }
}
