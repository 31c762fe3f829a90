package io.deviceregistry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Writes the class archive of the packaged service: the JVM maps it into memory and so starts without parsing classes
 * (application class-data sharing; on Java 24 and newer the AOT cache of JEP 483). An archive holds what a training run
 * loads, and fits only the jar and the Java that wrote it. Maven runs this between {@code package} and the integration
 * tests.
 */
public final class ClassArchive {

    private static final Path DIRECTORY = Path.of("target", "quarkus-app");
    private static final int FIRST_WITH_AOT_CACHE = 25;

    private ClassArchive() {
    }

    public static void main(String... arguments) throws Exception {
        if (PackagedService.isNative()) {
            return;
        }
        Files.deleteIfExists(file());
        Path work = Files.createTempDirectory("training-");
        try (PackagedService service = PackagedService.start(work,
                Map.of("registry.admin.password", TestStorage.ADMIN_PASSWORD),
                writing())) {
            train(service);
        } finally {
            delete(work);
        }
        System.out.println(file() + ", " + Files.size(file()) / 1_000_000 + " MB");
    }

    /** The file that Java of this version reads. */
    static Path file() {
        return DIRECTORY.resolve(hasAotCache() ? "classes.aot" : "classes.jsa").toAbsolutePath();
    }

    /** The flag that makes a JVM use the archive; without the file the JVM starts all the same. */
    static String reading() {
        return (hasAotCache() ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=") + file();
    }

    private static String writing() {
        return (hasAotCache() ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=") + file();
    }

    private static boolean hasAotCache() {
        return Runtime.version().feature() >= FIRST_WITH_AOT_CACHE;
    }

    /** A little of everything that most requests need. */
    private static void train(PackagedService service) {
        String token = service.adminToken(TestStorage.ADMIN_PASSWORD);
        String device = service.request().post("/devices/").then().statusCode(200).extract().path("id");
        service.request().auth().oauth2(token).get("/devices/").then().statusCode(200);
        service.request().auth().oauth2(token).get("/devices/" + device).then().statusCode(404);
        service.request().get("/metrics/").then().statusCode(200);
        service.request().get("/q/openapi").then().statusCode(200);
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        }
    }
}
