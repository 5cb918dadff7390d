package dev.roadstead.controller.host.docker;

import dev.roadstead.controller.host.HostException;
import dev.roadstead.controller.host.HostException.Kind;
import dev.roadstead.controller.host.docker.Carriers.Carrier;
import dev.roadstead.controller.host.docker.EngineHttp.HttpStream;
import dev.roadstead.controller.plan.EngineVolume;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/** What is in volumes, as tar streams from and to the engine. Thread-safe; each copy has a connection of its own. */
final class VolumeStreams {
    private final EngineHttp http;
    private final EngineVolumes volumes;
    private final Carriers carriers;
    private final Duration silence;

    /** @param silence how long the engine may let a copy wait */
    VolumeStreams(EngineHttp http, EngineVolumes volumes, Carriers carriers, Duration silence) {
        this.http = http;
        this.volumes = volumes;
        this.carriers = carriers;
        this.silence = silence;
    }

    InputStream read(String volume, String installation) {
        Carrier carrier = lend(volume, installation);
        try {
            // The dot has the members named relative to the volume.
            HttpStream opened = http.open(HttpRequest.get(carrier.archive(Carriers.MOUNT + "/.")), silence);
            return new VolumeStream(opened, carrier, silence);
        } catch (EngineException e) {
            carrier.close();
            throw DockerErrors.refused("read volume " + volume, e);
        } catch (RuntimeException e) {
            carrier.close();
            throw e;
        }
    }

    void fill(String volume, String installation, InputStream tar) throws IOException {
        try (Carrier carrier = lend(volume, installation)) {
            RootMember root = RootMember.of(tar, Carriers.DIRECTORY);
            http.upload(carrier.archive(Carriers.MOUNT), root.whole(), silence);
            if (root.archive().isPresent()) {
                // Last, because every file that comes changes the directory's time.
                http.upload(
                        carrier.archive("/"),
                        new ByteArrayInputStream(root.archive().get()),
                        silence);
            }
        } catch (EngineException e) {
            throw new HostException(Kind.ENGINE, "the engine could not fill volume " + volume + ": " + e.words(), e);
        }
    }

    /** The engine makes up a volume that is missing; such a one has another look than the one before. */
    private Carrier lend(String volume, String installation) {
        EngineVolume before = volumes.require(volume);
        Carrier carrier = carriers.lend(volume, installation);
        boolean same = false;
        try {
            same = volumes.require(volume).labels().equals(before.labels());
        } finally {
            if (!same) {
                carrier.close();
            }
        }
        if (!same) {
            throw new HostException(Kind.GONE, "Docker volume " + volume + " was removed a moment ago", null);
        }
        return carrier;
    }

    /** Gives the connection and the carrier back when it is closed; closing it ends a blocked read. */
    private static final class VolumeStream extends FilterInputStream {
        private final HttpStream opened;
        private final Carrier carrier;
        private final SilenceGuard guard;
        private boolean closed;

        VolumeStream(HttpStream opened, Carrier carrier, Duration silence) {
            super(opened.response().body());
            this.opened = opened;
            this.carrier = carrier;
            this.guard = new SilenceGuard(opened, silence);
        }

        @Override
        public int read() throws IOException {
            return guard.await(super::read);
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            return guard.await(() -> super.read(into, offset, length));
        }

        @Override
        public void close() {
            if (closed) {
                return;
            }
            closed = true;
            guard.close();
            Deadline.closeQuietly(opened);
            carrier.close();
        }
    }
}
