package dev.roadstead.bench.etcd;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A connection to etcd that puts one key after another: gRPC (the call in one DATA frame of a stream of its own) over
 * HTTP/2 without TLS (RFC 9113). A call that fails has no DATA in its answer, so headers need not be understood. Used by
 * one thread.
 */
public final class EtcdConnection implements AutoCloseable {
    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int RST_STREAM = 3;
    private static final int SETTINGS = 4;
    private static final int PING = 6;
    private static final int GOAWAY = 7;
    private static final int WINDOW_UPDATE = 8;

    private static final int END_STREAM = 1;
    private static final int ACK = 1;
    private static final int END_HEADERS = 4;

    private static final int FRAME_HEAD = 9;
    private static final int INITIAL_WINDOW = 65_535;
    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;
    private final byte[] headers;
    private int stream = -1;
    private long sendWindow = INITIAL_WINDOW;
    private int received;

    private EtcdConnection(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 16 * 1024));
        this.out = socket.getOutputStream();
        this.headers = Hpack.putRequest("127.0.0.1:" + socket.getPort());
    }

    public static EtcdConnection open(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        EtcdConnection connection = new EtcdConnection(socket);
        connection.out.write(PREFACE);
        connection.send(SETTINGS, 0, 0, new byte[0]);
        return connection;
    }

    /**
     * Puts a key and returns when etcd has committed it.
     *
     * @throws IOException if etcd refused
     */
    public void put(byte[] key, byte[] value) throws IOException {
        stream += 2;
        byte[] message = PutRequest.grpc(key, value);
        while (sendWindow < message.length) {
            readFrame();
        }
        sendWindow -= message.length;
        ByteBuffer call = ByteBuffer.allocate(2 * FRAME_HEAD + headers.length + message.length);
        frame(call, HEADERS, END_HEADERS, stream, headers);
        frame(call, DATA, END_STREAM, stream, message);
        out.write(call.array());
        boolean answered = false;
        while (true) {
            Frame frame = readFrame();
            if (frame.stream() == stream) {
                answered |= frame.type() == DATA && frame.length() > 0;
                if ((frame.type() == HEADERS || frame.type() == DATA) && (frame.flags() & END_STREAM) != 0) {
                    break;
                }
            }
        }
        if (!answered) {
            throw new IOException("etcd refused a put");
        }
    }

    private record Frame(int type, int flags, int stream, int length) {}

    private Frame readFrame() throws IOException {
        int length = (in.readUnsignedShort() << 8) | in.readUnsignedByte();
        Frame frame = new Frame(in.readUnsignedByte(), in.readUnsignedByte(), in.readInt() & 0x7fffffff, length);
        byte[] payload = in.readNBytes(length);
        if (payload.length < length) {
            throw new EOFException("etcd closed the connection");
        }
        switch (frame.type()) {
            case DATA -> giveWindow(length);
            case SETTINGS -> acknowledge(frame, new byte[0]);
            case PING -> acknowledge(frame, payload);
            case WINDOW_UPDATE -> {
                if (frame.stream() == 0) {
                    sendWindow += ByteBuffer.wrap(payload).getInt();
                }
            }
            case RST_STREAM, GOAWAY -> throw new IOException("etcd broke the call off, frame type " + frame.type());
            default -> {
                // Headers, which are not read.
            }
        }
        return frame;
    }

    private void acknowledge(Frame frame, byte[] payload) throws IOException {
        if ((frame.flags() & ACK) == 0) {
            send(frame.type(), ACK, 0, payload);
        }
    }

    private void giveWindow(int length) throws IOException {
        received += length;
        if (received > INITIAL_WINDOW / 2) {
            send(WINDOW_UPDATE, 0, 0, ByteBuffer.allocate(4).putInt(received).array());
            received = 0;
        }
    }

    private void send(int type, int flags, int onStream, byte[] payload) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(FRAME_HEAD + payload.length);
        frame(buffer, type, flags, onStream, payload);
        out.write(buffer.array());
    }

    private static void frame(ByteBuffer to, int type, int flags, int onStream, byte[] payload) {
        to.put((byte) (payload.length >> 16)).putShort((short) payload.length);
        to.put((byte) type).put((byte) flags).putInt(onStream).put(payload);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
