package dev.roadstead.controller.lookup;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** Shakes hands with edges as a visitor of a hostname would, and reads what they show. */
public final class Handshakes implements CertificateLookup, AutoCloseable {
    private static final int AT_ONCE = 4;
    private static final Duration TIMEOUT = Duration.ofSeconds(3);

    private final SSLContext tls;
    private final LatestAnswers<Question, Answer> answers;

    public Handshakes(InstantSource clock) {
        try {
            tls = SSLContext.getInstance("TLS");
            tls.init(null, new TrustManager[] {new Anything()}, null);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has TLS", e);
        }
        this.answers = new LatestAnswers<>(this::ask, AT_ONCE, clock);
    }

    @Override
    public Optional<Answer> find(Question question, Function<Answer, Duration> freshFor, Runnable onAnswer) {
        return answers.find(question, freshFor, onAnswer);
    }

    private Answer ask(Question question) {
        String where = question.address() + " port " + question.port();
        int millis = (int) TIMEOUT.toMillis();
        try (Socket plain = new Socket()) {
            plain.connect(new InetSocketAddress(question.address(), question.port()), millis);
            plain.setSoTimeout(millis);
            try (SSLSocket socket = (SSLSocket)
                    tls.getSocketFactory().createSocket(plain, question.hostname(), question.port(), true)) {
                SSLParameters parameters = socket.getSSLParameters();
                parameters.setServerNames(List.of(new SNIHostName(question.hostname())));
                socket.setSSLParameters(parameters);
                socket.startHandshake();
                return socket.getSession().getPeerCertificates()[0] instanceof X509Certificate certificate
                        ? new Answer.Shown(certificate)
                        : new Answer.Failed("what " + where + " shows is no X.509 certificate");
            }
        } catch (ConnectException e) {
            return new Answer.Failed("nothing accepts connections at " + where);
        } catch (SocketTimeoutException e) {
            return new Answer.Failed("no answer from " + where + " within " + TIMEOUT.toSeconds() + " s");
        } catch (SSLException e) {
            return new Answer.Failed("the TLS handshake with " + where + " failed");
        } catch (IOException e) {
            return new Answer.Failed(where + " cannot be asked");
        }
    }

    @Override
    public void close() {
        answers.close();
    }

    /** What is shown is read and nothing is sent, so there is nothing to trust anybody with. */
    private static final class Anything extends X509ExtendedTrustManager {
        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
