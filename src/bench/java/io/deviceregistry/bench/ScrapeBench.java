package io.deviceregistry.bench;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.HdrHistogram.Histogram;

/** Whether a scrape costs the same however large the fleet is: services with fleets of several sizes, scraped in turns. */
final class ScrapeBench {

    private static final int WARM_UP = 200;

    private final HttpClient client = HttpClient.newBuilder().version(Version.HTTP_1_1).build();

    static void run(Work work, Options options) throws Exception {
        List<Site> sites = new ArrayList<>();
        try (Http http = new Http(4)) {
            for (int devices : options.numbers("devices", "0,10000,100000")) {
                Site site = Site.open(work, http, "scrape-" + devices, devices, 0, options, Map.of());
                sites.add(site);
                // The same routes on all of them, so that they show the same series.
                http.ok(site.service().port(), Call.post("/devices/", null, null));
                http.call(site.service().port(), Call.get("/devices/?limit=1", site.token()));
                http.call(site.service().port(), Call.get("/devices/" + Fleet.id(0), site.token()));
            }
        }
        new ScrapeBench().measure(sites, options.number("scrapes", 600), options.number("pause", 5));
    }

    private void measure(List<Site> sites, int scrapes, int pause) throws Exception {
        List<Histogram> plain = sites.stream().map(site -> Load.histogram()).toList();
        List<Histogram> gzipped = sites.stream().map(site -> Load.histogram()).toList();
        Series[] ratios = sites.stream().map(site -> new Series()).toArray(Series[]::new);
        for (int i = 0; i < WARM_UP + scrapes; i++) {
            double first = 0;
            for (int j = 0; j < sites.size(); j++) {
                long took = scrape(sites.get(j), "identity");
                long tookGzipped = scrape(sites.get(j), "gzip");
                first = j == 0 ? took : first;
                if (i >= WARM_UP) {
                    plain.get(j).recordValue(took);
                    gzipped.get(j).recordValue(tookGzipped);
                    ratios[j].add(took / first);
                }
            }
            Pause.millis(pause);
        }
        System.out.printf("%,d scrapes of each in turns, the time at the client%n", scrapes);
        for (int j = 0; j < sites.size(); j++) {
            byte[] body = body(sites.get(j), "identity");
            byte[] small = body(sites.get(j), "gzip");
            System.out.printf(Locale.ROOT, "  %,7d devices: plain %s, gzip %s; %,d bytes, %,d gzipped; median of the ratios of"
                    + " time to the first %.2f%n", sites.get(j).devices(), figures(plain.get(j)), figures(gzipped.get(j)),
                    body.length, small.length, ratios[j].median());
        }
    }

    private static String figures(Histogram latency) {
        return String.format(Locale.ROOT, "median %.2f p99 %.2f ms", latency.getValueAtPercentile(50) / 1e6,
                latency.getValueAtPercentile(99) / 1e6);
    }

    private long scrape(Site site, String coding) throws Exception {
        long start = System.nanoTime();
        byte[] body = body(site, coding);
        long took = System.nanoTime() - start;
        check(body, coding);
        return took;
    }

    private byte[] body(Site site, String coding) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + site.service().port() + "/metrics/"))
                .header("Accept-Encoding", coding).build();
        return client.send(request, BodyHandlers.ofByteArray()).body();
    }

    private static void check(byte[] body, String coding) {
        String text = coding.equals("gzip") ? unzipped(body) : Buffer.buffer(body).toString();
        if (!text.contains("http_requests_total{")) {
            throw new IllegalStateException("not a scrape: " + text);
        }
    }

    private static String unzipped(byte[] body) {
        try (GZIPInputStream gzip = new GZIPInputStream(new java.io.ByteArrayInputStream(body))) {
            ByteArrayOutputStream plain = new ByteArrayOutputStream();
            gzip.transferTo(plain);
            return plain.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
