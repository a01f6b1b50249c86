package io.slipway.emulator.transform.invoke;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.emulator.serving.client.ContainerClient;
import io.slipway.emulator.serving.client.RequestBody;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class InvocationClientTest {

    @TempDir
    Path spool;

    private final List<String> heads = new CopyOnWriteArrayList<>();
    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final List<ContainerClient> containers = new CopyOnWriteArrayList<>();
    private ServerSocket server;
    private volatile Reaction reaction =
            (socket, number) -> answer(socket, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");

    /** What the server says before it reads the payload. */
    private volatile String early = "";

    /** What the server does with a request: the first has number 1. */
    private interface Reaction {
        /** @return whether the connection goes on */
        boolean to(Socket socket, int number) throws IOException;
    }

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.startVirtualThread(() -> {
            while (!server.isClosed()) {
                try {
                    Socket socket = server.accept();
                    connections.incrementAndGet();
                    Thread.startVirtualThread(() -> serve(socket));
                } catch (IOException e) {
                    return;
                }
            }
        });
    }

    @AfterEach
    void close() throws IOException {
        containers.forEach(ContainerClient::close);
        server.close();
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream input = new BufferedInputStream(socket.getInputStream());
            boolean goesOn = true;
            while (goesOn) {
                String head = head(input);
                if (head.isEmpty()) {
                    return;
                }
                heads.add(head);
                if (!early.isEmpty()) {
                    answer(socket, early);
                    socket.shutdownOutput();
                    input.skipNBytes(1 << 20);
                    return;
                }
                bodies.add(body(head, input));
                goesOn = reaction.to(socket, heads.size());
            }
        } catch (IOException e) {
            // The client has had enough.
        }
    }

    private static String head(InputStream input) throws IOException {
        var head = new ByteArrayOutputStream();
        while (!head.toString(UTF_8).endsWith("\r\n\r\n")) {
            int c = input.read();
            if (c < 0) {
                return "";
            }
            head.write(c);
        }
        return head.toString(UTF_8);
    }

    private static String body(String head, InputStream input) throws IOException {
        for (String line : head.split("\r\n")) {
            if (line.startsWith("Content-Length: ")) {
                return new String(input.readNBytes(Integer.parseInt(line.substring(16))), UTF_8);
            }
        }
        var body = new StringBuilder();
        while (true) {
            var size = new StringBuilder();
            for (int c = input.read(); c != '\n'; c = input.read()) {
                if (c < 0) {
                    throw new EOFException("The request ended in the middle.");
                }
                size.append((char) c);
            }
            int length = Integer.parseInt(size.toString().strip(), 16);
            body.append(new String(input.readNBytes(length), UTF_8));
            input.readNBytes(2);
            if (length == 0) {
                return body.toString();
            }
        }
    }

    /** Does not answer: says that a request is there, and waits. */
    private static Reaction silence(CountDownLatch reached, CountDownLatch wait) {
        return (socket, number) -> {
            reached.countDown();
            try {
                wait.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return false;
        };
    }

    private static boolean answer(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(UTF_8));
        return true;
    }

    private ContainerClient container() {
        var client = new ContainerClient(new InetSocketAddress(server.getInetAddress(), server.getLocalPort()));
        containers.add(client);
        return client;
    }

    private InvocationClient client(Duration timeout, int retries, ContainerClient... hops) {
        return new InvocationClient(
                Stream.of(hops)
                        .<InvocationClient.Hop>map(container -> container::send)
                        .toList(),
                new InvocationClient.RequestHeaders(Optional.of("text/csv"), Optional.of("application/json")),
                new InvocationClient.Limits(timeout, retries),
                spool,
                () -> true);
    }

    private Invocation post(String payload) throws Exception {
        InvocationClient client = client(Duration.ofSeconds(30), 0, container());
        return client.post(RequestBody.of(payload.getBytes(UTF_8)));
    }

    private static String text(Invocation invocation) throws IOException {
        assertThat(invocation).isInstanceOf(Invocation.Answered.class);
        try (ResponseBody body = ((Invocation.Answered) invocation).body()) {
            return new String(body.readAll(), UTF_8);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\ntransfer-encoding: Chunked\r\n\r\n2;x=y\r\nhe\r\n3\r\nllo\r\n0\r\nTrailer: t\r\n\r\n",
                "HTTP/1.0 200 OK\r\n\r\nhello",
                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
                "HTTP/1.1 200\r\nContent-Length:5\r\nConnection: close\r\n\r\nhello"
            })
    void answersOfEveryShapeAreRead(String answer) throws Exception {
        boolean closes = answer.startsWith("HTTP/1.0");
        reaction = (socket, number) -> answer(socket, answer) && !closes;

        assertThat(text(post("payload"))).isEqualTo("hello");

        assertThat(bodies).containsExactly("payload");
        assertThat(heads.getFirst())
                .startsWith("POST /invocations HTTP/1.1\r\nHost: 127.0.0.1:" + server.getLocalPort() + "\r\n")
                .contains("\r\nContent-Type: text/csv\r\n", "\r\nAccept: application/json\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n"
            })
    void brokenAnswersAreNone(String answer) throws Exception {
        reaction = (socket, number) -> !answer(socket, answer);
        assertThat(post("payload")).isInstanceOf(Invocation.NoResponse.class);
        try (var left = Files.list(spool)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void connectionIsKeptForTheNextPayload() throws Exception {
        InvocationClient client = client(Duration.ofSeconds(30), 0, container());
        for (int i = 0; i < 5; i++) {
            assertThat(text(client.post(RequestBody.of(new byte[] {'x'})))).isEqualTo("ok");
        }
        assertThat(connections).hasValue(1);
    }

    @Test
    void connectionThatTheServerClosedMeanwhileIsNoFailure() throws Exception {
        var closed = new CountDownLatch(1);
        reaction = (socket, number) -> {
            answer(socket, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
            if (number == 1) {
                socket.close();
                closed.countDown();
            }
            return number > 1;
        };
        InvocationClient client = client(Duration.ofSeconds(30), 0, container());
        assertThat(text(client.post(RequestBody.of("one".getBytes(UTF_8))))).isEqualTo("ok");
        closed.await();
        assertThat(text(client.post(RequestBody.of("two".getBytes(UTF_8))))).isEqualTo("ok");
        assertThat(connections).hasValue(2);
        assertThat(bodies).containsExactly("one", "two");
    }

    @Test
    void payloadThatTheServerHadReadIsNotSentAgainByItself() throws Exception {
        reaction = (socket, number) -> number == 1 && answer(socket, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        InvocationClient client = client(Duration.ofSeconds(30), 0, container());
        assertThat(text(client.post(RequestBody.of("one".getBytes(UTF_8))))).isEqualTo("ok");

        assertThat(client.post(RequestBody.of("two".getBytes(UTF_8)))).isInstanceOf(Invocation.NoResponse.class);

        assertThat(bodies).containsExactly("one", "two");
        assertThat(connections).hasValue(1);
    }

    @Test
    void serverGetsAsManyRequestsAtATimeAsItHasProcesses() throws Exception {
        var atOnce = new AtomicInteger();
        var most = new AtomicInteger();
        reaction = (socket, number) -> {
            most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
            LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
            atOnce.decrementAndGet();
            return answer(socket, "HTTP/1.1 200 OK\r\nSlipway-Processes: 2\r\nContent-Length: 2\r\n\r\nok");
        };
        InvocationClient client = client(Duration.ofSeconds(30), 0, container());
        client.post(RequestBody.NONE);
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Invocation>> answers = IntStream.range(0, 40)
                    .mapToObj(i -> clients.submit(() -> client.post(RequestBody.of(new byte[1]))))
                    .toList();
            for (Future<Invocation> answer : answers) {
                assertThat(text(answer.get())).isEqualTo("ok");
            }
        }
        assertThat(most).hasValue(2);
        assertThat(connections).hasValue(2);
    }

    @Test
    void serverThatAnswersTooLateIsGivenUp() throws Exception {
        var wait = new CountDownLatch(1);
        reaction = silence(new CountDownLatch(1), wait);
        InvocationClient client = client(Duration.ofMillis(50), 1, container());
        assertThat(client.post(RequestBody.of(new byte[1]))).isInstanceOf(Invocation.TimedOut.class);
        wait.countDown();
        assertThat(heads).hasSize(2);
    }

    @Test
    void requestEndsWithItsContainerThoughTheConnectionDoesNotTell() throws Exception {
        var reached = new CountDownLatch(1);
        var wait = new CountDownLatch(1);
        reaction = silence(reached, wait);
        ContainerClient container = container();
        InvocationClient client = client(Duration.ofSeconds(30), 0, container);
        var request = new FutureTask<>(() -> client.post(RequestBody.of(new byte[1])));
        Thread.startVirtualThread(request);
        reached.await();

        container.close();

        assertThat(request.get()).isInstanceOf(Invocation.NoResponse.class);
        assertThat(client.post(RequestBody.of(new byte[1]))).isInstanceOf(Invocation.NoResponse.class);
        assertThat(connections).hasValue(1);
        wait.countDown();
    }

    @Test
    void interruptEndsTheRequest() throws Exception {
        var reached = new CountDownLatch(1);
        var wait = new CountDownLatch(1);
        reaction = silence(reached, wait);
        InvocationClient client = client(Duration.ofSeconds(30), 3, container());
        var request = new FutureTask<>(() -> client.post(RequestBody.of(new byte[1])));
        Thread thread = Thread.startVirtualThread(request);
        reached.await();
        thread.interrupt();
        assertThatThrownBy(request::get).hasCauseInstanceOf(InterruptedException.class);
        wait.countDown();
    }

    @Test
    void bodyOfUnknownLengthGoesInChunksAndWhatCannotBeReadIsNotTheContainersFault() throws Exception {
        byte[] large = "0123456789".repeat(50_000).getBytes(UTF_8);
        InvocationClient client = client(Duration.ofSeconds(30), 3, container());
        client.post(RequestBody.streaming(() -> new ByteArrayInputStream(large), OptionalLong.empty()));
        assertThat(bodies).containsExactly(new String(large, UTF_8));

        assertThatThrownBy(() -> client.post(RequestBody.streaming(
                        () -> {
                            throw new ZipException("not in gzip format");
                        },
                        OptionalLong.empty())))
                .isInstanceOf(ZipException.class);
    }

    @Test
    void refusalBeforeTheWholePayloadIsReadIsHeard() throws Exception {
        early = "HTTP/1.1 413 Too Large\r\nContent-Length: 5\r\n\r\nlarge";
        InvocationClient client = client(Duration.ofSeconds(30), 0, container());
        assertThat(client.post(RequestBody.of(new byte[1 << 20]))).isEqualTo(new Invocation.BadStatus(413, "large"));
    }

    @Test
    void answersGoFromHopToHop() throws Exception {
        reaction = (socket, number) -> answer(
                socket,
                "HTTP/1.1 200 OK\r\nContent-Type: application/x-" + number + "\r\nContent-Length: 1\r\n\r\n" + number);
        InvocationClient client = client(Duration.ofSeconds(30), 0, container(), container());
        assertThat(text(client.post(RequestBody.of("first".getBytes(UTF_8))))).isEqualTo("2");
        assertThat(bodies).containsExactly("first", "1");
        assertThat(heads.get(0)).contains("Content-Type: text/csv\r\n").doesNotContain("Accept:");
        assertThat(heads.get(1)).contains("Content-Type: application/x-1\r\n", "Accept: application/json\r\n");
    }

    @Test
    void largeAnswersComeWhole() throws Exception {
        byte[] large = new byte[3 << 20];
        Arrays.fill(large, (byte) 'x');
        reaction = (socket, number) -> {
            answer(socket, "HTTP/1.1 200 OK\r\nContent-Length: " + large.length + "\r\n\r\n");
            socket.getOutputStream().write(large);
            return true;
        };
        assertThat(text(post("p")).length()).isEqualTo(large.length);
        List<Path> left = new ArrayList<>();
        try (var files = Files.list(spool)) {
            files.forEach(left::add);
        }
        assertThat(left).isEmpty();
    }
}
