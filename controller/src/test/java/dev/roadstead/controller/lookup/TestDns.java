package dev.roadstead.controller.lookup;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** A DNS server on loopback, over UDP, with records of a test. */
final class TestDns implements AutoCloseable {
    private final Map<String, List<String>> records = new ConcurrentHashMap<>();
    private final DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());

    TestDns() throws IOException {
        Thread.ofVirtual().name("test-dns").start(this::serve);
    }

    /** As in {@code --dns-resolver}. */
    String address() {
        return "127.0.0.1:" + socket.getLocalPort();
    }

    /** What it says of a name from now on, as {@code A 192.0.2.1}. */
    void put(String name, String... answers) {
        records.put(name, List.of(answers));
    }

    private void serve() {
        byte[] buffer = new byte[1500];
        while (!socket.isClosed()) {
            try {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                socket.receive(packet);
                byte[] answer = answer(new Message(Arrays.copyOf(buffer, packet.getLength())))
                        .toWire();
                socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
            } catch (IOException e) {
                // The socket was closed, or somebody sent what is no question.
            }
        }
    }

    private Message answer(Message question) throws IOException {
        Message answer = new Message(question.getHeader().getID());
        answer.getHeader().setFlag(Flags.QR);
        answer.getHeader().setFlag(Flags.RA);
        answer.addRecord(question.getQuestion(), Section.QUESTION);
        Name name = question.getQuestion().getName();
        List<String> known = records.get(name.toString(true));
        if (known == null) {
            answer.getHeader().setRcode(Rcode.NXDOMAIN);
            return answer;
        }
        for (String said : known) {
            String[] parts = said.split(" ", 2);
            int type = Type.value(parts[0]);
            if (type == question.getQuestion().getType() || type == Type.CNAME) {
                answer.addRecord(Record.fromString(name, type, DClass.IN, 60, parts[1], Name.root), Section.ANSWER);
            }
        }
        return answer;
    }

    @Override
    public void close() {
        socket.close();
    }
}
