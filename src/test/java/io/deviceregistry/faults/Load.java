package io.deviceregistry.faults;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

import io.deviceregistry.Patience;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/**
 * Writers that never stop: each registers devices, changes its own device and reads it, one request after the other, and
 * remembers what was acknowledged.
 */
final class Load implements AutoCloseable {

    /** An answer. */
    record Answer(String what, int status, long millis, String type, boolean retryAfter) {
    }

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Patience.LIMIT).build();
    private final String url;
    private final String token;
    private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
    private final Queue<String> faults = new ConcurrentLinkedQueue<>();
    private final ConcurrentMap<String, Integer> acknowledgedDevices = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, Integer> acknowledgedCounts = new ConcurrentHashMap<>();
    private final AtomicInteger acknowledged = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicInteger numbers = new AtomicInteger();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean stopping;

    /** Begins at once. */
    Load(String url, String token, int writers) throws Exception {
        this.url = url;
        this.token = token;
        for (int i = 0; i < writers; i++) {
            String own = register("writer-" + System.nanoTime() + "-" + i, 0).getString("id");
            acknowledgedCounts.put(own, 0);
            Thread thread = new Thread(() -> write(own), "writer-" + i);
            threads.add(thread);
            thread.start();
        }
        answers.clear();
    }

    private void write(String own) {
        for (int count = 1; !stopping; count++) {
            try {
                int number = numbers.incrementAndGet();
                register("made-" + number, number);
                String both = "{\"count\": " + count + ", \"same\": {\"count\": " + count + "}}";
                if (send("patch", "PATCH", "/devices/" + own + "/user-meta", both).statusCode() == 200) {
                    acknowledgedCounts.put(own, count);
                }
                send("get", "GET", "/devices/" + own, null);
            } catch (IOException | RuntimeException e) {
                faults.add(e.toString());
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private JsonObject register(String nick, int number) throws IOException, InterruptedException {
        HttpResponse<String> answer = send("register", "POST", "/devices/",
                "{\"nick\": \"" + nick + "\", \"user-meta\": {\"number\": "
                        + number + "}, \"labels\": {\"number\": \"" + number + "\"}}");
        if (answer.statusCode() == 200) {
            acknowledgedDevices.put(nick, number);
        }
        return new JsonObject(answer.body());
    }

    private HttpResponse<String> send(String what, String method, String path, String body)
            throws IOException, InterruptedException {
        HttpRequest.BodyPublisher publisher = body == null
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofString(body);
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path)).timeout(Patience.LIMIT)
                .header("Authorization", "Bearer " + token).method(method, publisher);
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        long start = System.nanoTime();
        HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() == 200) {
            acknowledged.incrementAndGet();
        } else if (answer.statusCode() == 503) {
            refused.incrementAndGet();
        }
        String type = answer.statusCode() == 200 ? "" : new JsonObject(answer.body()).getString("type");
        answers.add(new Answer(what, answer.statusCode(), (System.nanoTime() - start) / 1_000_000, type,
                answer.headers().firstValue("Retry-After").isPresent()));
        return answer;
    }

    /** The answers since the last time. */
    List<Answer> take() {
        List<Answer> taken = new ArrayList<>();
        for (Answer answer = answers.poll(); answer != null; answer = answers.poll()) {
            taken.add(answer);
        }
        return taken;
    }

    /** How many requests have succeeded until now. */
    int acknowledged() {
        return acknowledged.get();
    }

    /** How many requests were answered 503 until now. */
    int refused() {
        return refused.get();
    }

    /** Requests that got no answer at all. */
    List<String> faults() {
        return List.copyOf(faults);
    }

    /** How many of each kind there are, for a message. */
    static String summary(List<Answer> answers) {
        Map<String, Long> kinds = answers.stream().collect(Collectors.groupingBy(
                answer -> answer.what() + " " + answer.status(), TreeMap::new, Collectors.counting()));
        return kinds + ", slowest " + answers.stream().mapToLong(Answer::millis).max().orElse(0) + " ms";
    }

    /** Ends the writers and says what is not as it was acknowledged. */
    List<String> stopAndCompare() throws Exception {
        close();
        List<String> wrong = new ArrayList<>();
        Map<String, JsonObject> found = devices();
        acknowledgedDevices.forEach((nick, number) -> {
            if (!found.containsKey(nick)) {
                wrong.add(nick + " was acknowledged and is lost");
            }
        });
        Map<String, JsonObject> byId = new HashMap<>();
        found.forEach((nick, device) -> {
            byId.put(device.getString("id"), device);
            if (nick.startsWith("made-")) {
                int number = Integer.parseInt(nick.substring("made-".length()));
                if (device.getJsonObject("user-meta").getInteger("number") != number
                        || !device.getJsonObject("labels").getString("number").equals(Integer.toString(number))) {
                    wrong.add(nick + " is half there: " + device);
                }
            }
        });
        acknowledgedCounts.forEach((id, count) -> {
            JsonObject meta = byId.get(id).getJsonObject("user-meta");
            int stored = meta.getInteger("count", 0);
            int same = meta.getJsonObject("same", new JsonObject()).getInteger("count", 0);
            if (stored < count || stored != same) {
                wrong.add(id + " acknowledged " + count + " and has " + meta);
            }
        });
        return wrong;
    }

    private Map<String, JsonObject> devices() throws Exception {
        Map<String, JsonObject> found = new HashMap<>();
        String path = "/devices/?limit=1000";
        while (path != null) {
            HttpResponse<String> page = send("list", "GET", path, null);
            new JsonArray(page.body())
                    .forEach(device -> found.put(((JsonObject) device).getString("nick"), (JsonObject) device));
            path = page.headers().firstValue("Link").map(link -> link.replaceAll(".*<(?:https?://[^/]+)?([^>]+)>.*", "$1"))
                    .orElse(null);
        }
        return found;
    }

    @Override
    public void close() {
        stopping = true;
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
