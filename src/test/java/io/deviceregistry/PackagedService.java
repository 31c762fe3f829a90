package io.deviceregistry;

import static io.restassured.RestAssured.given;

import java.io.IOException;
import java.io.Reader;
import java.net.BindException;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;

/**
 * The packaged service, jar or native executable, as a process of its own, for tests that configure, kill or start it
 * again. Unless they measure time, such tests run beside those against the one service that Quarkus starts.
 */
public final class PackagedService implements AutoCloseable {

    private static final Path TARGET = Path.of("target");
    private static final Duration PATIENCE = Patience.LIMIT;
    /** Below those that outgoing connections get, so that none of them has it when the service wants it. */
    private static final AtomicInteger NEXT_PORT = new AtomicInteger(ThreadLocalRandom.current().nextInt(20_000, 30_000));

    private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

    static {
        // Whatever a test forgot, or had no time to stop.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> RUNNING.forEach(Process::destroyForcibly)));
    }

    private final Process process;
    private final int port;
    private final Path log;

    private PackagedService(Process process, int port, Path log) {
        this.process = process;
        RUNNING.add(process);
        process.onExit().thenAccept(RUNNING::remove);
        this.port = port;
        this.log = log;
    }

    /**
     * Starts it and does not wait.
     *
     * @param flags of the JVM, which win over ours
     */
    public static PackagedService launch(Path directory, Map<String, String> configuration, String... flags)
            throws IOException {
        int port = freePort();
        List<String> options = new ArrayList<>(List.of("-Xmx192m", "-Dquarkus.http.host=127.0.0.1",
                "-Dquarkus.http.port=" + port, "-Dregistry.storage.path=" + directory.resolve("data")));
        options.addAll(List.of(flags));
        Map<String, String> settings = new HashMap<>();
        if (!configuration.containsKey("quarkus.mongodb.connection-string")) {
            settings.putAll(TestDatabase.settingsOf(directory));
        }
        settings.putAll(configuration);
        settings.forEach((key, value) -> options.add("-D" + key + "=" + value));
        List<String> command = command(options);
        Path log = directory.resolve("service-" + port + ".log");
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().remove("QUARKUS_MONGODB_CONNECTION_STRING");
        return new PackagedService(builder.start(), port, log);
    }

    /** Whether the last build made a native executable. */
    public static boolean isNative() throws IOException {
        return artifact().getProperty("type").equals("native");
    }

    /** What the last build made: Quarkus writes it down for its own integration tests. */
    private static Properties artifact() throws IOException {
        Properties artifact = new Properties();
        try (Reader reader = Files.newBufferedReader(TARGET.resolve("quarkus-artifact.properties"))) {
            artifact.load(reader);
        }
        return artifact;
    }

    private static List<String> command(List<String> flags) throws IOException {
        String path = TARGET.resolve(artifact().getProperty("path")).toAbsolutePath().toString();
        List<String> command = new ArrayList<>();
        if (isNative()) {
            command.add(path);
            command.addAll(flags);
        } else {
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
            if (Files.exists(ClassArchive.file())) {
                command.add(ClassArchive.reading());
            }
            command.addAll(flags);
            command.addAll(List.of("-jar", path));
        }
        return command;
    }

    /** Starts it and waits until it serves. */
    public static PackagedService start(Path directory, Map<String, String> configuration, String... flags)
            throws Exception {
        PackagedService service = launch(directory, configuration, flags);
        try {
            service.await("/healthz/", 200);
            if (TestDatabase.isExternal() && configuration.containsKey("registry.admin.password")) {
                service.awaitAdministrator(configuration.get("registry.admin.password"));
            }
            return service;
        } catch (Exception | AssertionError e) {
            service.kill();
            throw e;
        }
    }

    /** With a server of somebody else's, it is made while the service serves already. */
    private void awaitAdministrator(String password) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (request().contentType(ContentType.JSON).body(Map.of("username", "admin", "password", password))
                .post("/auth/login").statusCode() != 200) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("there is no administrator");
            }
            Thread.sleep(300);
        }
    }

    public int port() {
        return port;
    }

    public String url() {
        return "http://127.0.0.1:" + port;
    }

    /** A request to it, whatever else REST Assured is set up for by tests that run beside. */
    public RequestSpecification request() {
        return given().baseUri("http://127.0.0.1").port(port);
    }

    /** An access token of the first administrator. */
    public String adminToken(String password) {
        return request().contentType(ContentType.JSON).body(Map.of("username", "admin", "password", password))
                .post("/auth/login").then().statusCode(200).extract().path("token");
    }

    public long pid() {
        return process.pid();
    }

    public String log() throws IOException {
        return Files.readString(log);
    }

    /** Waits until the path answers with the status. */
    public void await(String path, int status) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        int last = 0;
        while (System.nanoTime() < deadline && process.isAlive()) {
            last = status(path);
            if (last == status) {
                return;
            }
            Thread.sleep(50);
        }
        throw new AssertionError(path + " answered " + last + " and not " + status + "\n" + log());
    }

    /** Waits until what the path answers has the text. */
    public void awaitBody(String path, String text) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        String body = "";
        while (System.nanoTime() < deadline && process.isAlive()) {
            body = request().get(path).asString();
            if (body.contains(text)) {
                return;
            }
            Thread.sleep(50);
        }
        throw new AssertionError(path + " has no \"" + text + "\"\n" + body);
    }

    /** Waits until the log has the text. */
    public void awaitLog(String text) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!log().contains(text)) {
            if (System.nanoTime() > deadline || !process.isAlive()) {
                throw new AssertionError("no \"" + text + "\" in the log\n" + log());
            }
            Thread.sleep(50);
        }
    }

    /** The status that a GET is answered with; 0 for none. */
    public int status(String path) {
        try {
            HttpURLConnection connection = (HttpURLConnection) URI.create(url() + path).toURL().openConnection();
            connection.setConnectTimeout((int) PATIENCE.toMillis());
            connection.setReadTimeout((int) PATIENCE.toMillis());
            return connection.getResponseCode();
        } catch (IOException e) {
            return 0;
        }
    }

    /** As {@code kill -9} does. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Asks it to stop, as an operator does, and does not wait. */
    public void terminate() {
        process.destroy();
    }

    /** The exit code of the health command of the same artifact, asking this service. */
    public int health() throws Exception {
        return run("health");
    }

    /** The exit code of a command of the same artifact. */
    public int run(String... arguments) throws Exception {
        List<String> line = command(List.of());
        line.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(line).inheritIO();
        builder.environment().put("QUARKUS_HTTP_PORT", Integer.toString(port));
        return builder.start().waitFor();
    }

    /** The exit code of a process that ends by itself. */
    public int awaitExit() throws Exception {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            kill();
            throw new AssertionError("still running\n" + log());
        }
        return process.exitValue();
    }

    /** Stops it as an operator would. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                kill();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** A port that nobody listens on, another one each time. */
    public static int freePort() throws IOException {
        while (true) {
            try (ServerSocket socket = new ServerSocket(NEXT_PORT.getAndIncrement())) {
                return socket.getLocalPort();
            } catch (BindException taken) {
                // The next one, then.
            }
        }
    }
}
