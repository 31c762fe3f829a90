package io.deviceregistry.auth.certificate;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.deviceregistry.Api;
import io.deviceregistry.Api.RegisteredDevice;
import io.deviceregistry.Api.User;
import io.deviceregistry.Parallel;
import io.deviceregistry.TestCertificates;
import io.deviceregistry.TestCertificates.Identity;
import io.deviceregistry.TestIssuerResource;
import io.deviceregistry.TestStorage;
import io.deviceregistry.TestTls;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;

/** Devices log in by client certificates over mutual TLS, and nobody else does. */
@QuarkusTest
@WithTestResource(TestStorage.class)
@WithTestResource(TestTls.class)
@WithTestResource(TestIssuerResource.class)
class CertificateTest {

    private User owner;
    private RegisteredDevice device;

    @BeforeEach
    void makeADevice() {
        owner = Api.user();
        device = Api.ownedBy(owner);
    }

    /** What a client with this certificate, or none, is answered. */
    private static HttpResponse<String> send(Identity identity, String path, String body, String... headers) {
        HttpClient client = HttpClient.newBuilder().sslContext(TestCertificates.client(TestTls.authority(), identity)).build();
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(TestTls.url() + path))
                .timeout(Duration.ofSeconds(20)).header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static HttpResponse<String> login(Identity identity, RegisteredDevice device) {
        return send(identity, "/auth/login", "{\"username\": \"" + device.prn() + "\"}");
    }

    private static String token(Identity identity, RegisteredDevice device) {
        HttpResponse<String> answer = login(identity, device);
        assertEquals(200, answer.statusCode(), answer.body());
        return JsonPath.from(answer.body()).getString("token");
    }

    private static void refused(Identity identity, RegisteredDevice device) {
        HttpResponse<String> answer = login(identity, device);
        assertEquals(401, answer.statusCode(), answer.body());
        assertEquals("/problems/bad-credentials", JsonPath.from(answer.body()).getString("type"));
        assertEquals("The client certificate is not accepted for this device",
                JsonPath.from(answer.body()).getString("detail"));
    }

    private static String path(RegisteredDevice device, Identity identity) {
        return "/devices/" + device.id() + "/certificates/" + identity.fingerprint();
    }

    private static void register(User owner, RegisteredDevice device, Identity identity) {
        owner.request().put(path(device, identity)).then().statusCode(200).body("sha256", equalTo(identity.fingerprint()))
                .body("revoked", equalTo(false));
    }

    private static void trust(User owner, Identity authority) {
        Api.json(owner.request(), Map.of("certificate", authority.pem())).post("/auth/authorities").then().statusCode(200)
                .header("Location", "/auth/authorities/" + authority.fingerprint())
                .body("sha256", equalTo(authority.fingerprint()));
    }

    @Test
    void aDeviceLogsInByTheCertificateThatItsOwnerRegistered() {
        Identity own = TestCertificates.named("CN=anything").signedByItself();
        refused(own, device);
        register(owner, device, own);
        String token = token(own, device);
        Api.as(token).get("/devices/" + device.id()).then().statusCode(200).body("id", equalTo(device.id()));
        Api.as(token).get("/auth/auth_status").then().body("type", equalTo("DEVICE")).body("owner", equalTo(owner.prn()));
        refused(own, Api.ownedBy(owner));
        refused(TestCertificates.named("CN=anything").signedByItself(), device);
    }

    @Test
    void aTokenFromACertificateIsNotRefreshed() {
        Identity own = TestCertificates.named("CN=anything").signedByItself();
        register(owner, device, own);
        Api.as(token(own, device)).get("/auth/login").then().statusCode(401)
                .body("detail", containsString("log in with the certificate again"));
        device.request().get("/auth/login").then().statusCode(200);
    }

    @Test
    void withoutACertificateNothingChanges() {
        Identity own = TestCertificates.named("CN=anything").signedByItself();
        register(owner, device, own);
        assertEquals(401, login(null, device).statusCode());
        Api.json(Api.anonymous(), Map.of("username", device.prn())).post("/auth/login").then().statusCode(401);
        String withSecret = "{\"username\": \"" + device.prn() + "\", \"password\": \"" + device.secret() + "\"}";
        assertEquals(200, send(null, "/auth/login", withSecret).statusCode());
        assertEquals(200, send(own, "/auth/login", withSecret).statusCode());
        String withWrongSecret = withSecret.replace(device.secret(), "wrong");
        assertEquals(401, send(own, "/auth/login", withWrongSecret).statusCode());
        String ofAnAccount = "{\"username\": \"" + owner.nick() + "\"}";
        assertEquals(401, send(own, "/auth/login", ofAnAccount).statusCode());
    }

    @Test
    void headersOfProxiesAreNoCertificates() {
        Identity own = TestCertificates.named("CN=" + device.id()).signedByItself();
        register(owner, device, own);
        String pem = own.pem().replace("\n", " ").strip();
        for (String header : List.of("X-SSL-Client-Cert", "X-Forwarded-Client-Cert", "Client-Cert", "ssl-client-cert",
                "X-SSL-Client-SHA256")) {
            String value = header.endsWith("SHA256") ? own.fingerprint() : pem;
            HttpResponse<String> answer = send(null, "/auth/login", "{\"username\": \"" + device.prn() + "\"}", header, value);
            assertEquals(401, answer.statusCode(), header);
        }
    }

    @Test
    void aRevokedCertificateEndsAtOnceWithEveryTokenOfTheDevice() {
        Identity own = TestCertificates.named("CN=anything").signedByItself();
        register(owner, device, own);
        String token = token(own, device);
        owner.request().delete(path(device, own)).then().statusCode(200).body("revoked", equalTo(true));
        refused(own, device);
        for (String ended : List.of(token, device.token())) {
            Api.as(ended).get("/devices/" + device.id()).then().statusCode(401);
        }
        owner.request().get("/devices/" + device.id() + "/certificates").then().statusCode(200).body("$", hasSize(1))
                .body("[0].revoked", equalTo(true));
        register(owner, device, own);
        token(own, device);
    }

    @Test
    void aCertificateThatIsExpiredNotYetValidOrForServersIsRefused() {
        for (Identity unfit : List.of(
                TestCertificates.named("CN=x").until(Instant.now().minusSeconds(5)).signedByItself(),
                TestCertificates.named("CN=x").from(Instant.now().plusSeconds(600)).signedByItself(),
                TestCertificates.named("CN=x").purpose(KeyPurposeId.id_kp_serverAuth).signedByItself(),
                TestCertificates.authority("CN=x"))) {
            RegisteredDevice other = Api.ownedBy(owner);
            register(owner, other, unfit);
            refused(unfit, other);
        }
        Identity fit = TestCertificates.named("CN=x").purpose(KeyPurposeId.id_kp_clientAuth).signedByItself();
        register(owner, device, fit);
        token(fit, device);
    }

    @Test
    void anAuthorityOfTheOwnerOpensTheDevicesThatItsCertificatesName() {
        Identity factory = TestCertificates.authority("CN=Factory " + owner.nick());
        Identity line = TestCertificates.named("CN=Line 1").authority().signedBy(factory);
        Identity direct = TestCertificates.named("CN=" + device.id() + ",O=Boilers").signedBy(factory);
        Identity byLine = TestCertificates.named("CN=" + device.id()).signedBy(line);
        refused(direct, device);
        trust(owner, factory);
        trust(owner, factory);
        owner.request().get("/auth/authorities").then().statusCode(200).body("$", hasSize(1))
                .body("[0].subject", equalTo("CN=Factory " + owner.nick()));
        token(direct, device);
        token(direct.alone(), device);
        token(byLine, device);
        // The client must send what lies between.
        refused(byLine.alone(), device);
        refused(direct, Api.ownedBy(owner));
        owner.request().delete("/auth/authorities/" + factory.fingerprint()).then().statusCode(200);
        refused(direct, device);
        owner.request().delete("/auth/authorities/" + factory.fingerprint()).then().statusCode(404);
    }

    @Test
    void whatAnAuthoritySignedCanBeRevoked() {
        Identity factory = TestCertificates.authority("CN=Factory");
        Identity stolen = TestCertificates.named("CN=" + device.id()).signedBy(factory);
        Identity renewed = TestCertificates.named("CN=" + device.id()).signedBy(factory);
        trust(owner, factory);
        token(stolen, device);
        owner.request().delete(path(device, stolen)).then().statusCode(200);
        refused(stolen, device);
        token(renewed, device);
    }

    @Test
    void theAuthorityOfAnotherOwnerOpensNothing() {
        User attacker = Api.user();
        Identity own = TestCertificates.authority("CN=Factory");
        Identity foreign = TestCertificates.authority("CN=Factory");
        trust(attacker, foreign);
        refused(TestCertificates.named("CN=" + device.id()).signedBy(foreign), device);
        trust(owner, own);
        refused(TestCertificates.named("CN=" + device.id()).signedBy(foreign), device);
        // To register the authority of somebody else gives nothing but their devices into one's own fleet.
        trust(attacker, own);
        RegisteredDevice trap = Api.ownedBy(attacker);
        refused(TestCertificates.named("CN=" + device.id()).signedBy(own), trap);
    }

    @Test
    void aForgedChainOpensNothing() {
        Identity factory = TestCertificates.authority("CN=Factory");
        trust(owner, factory);
        Identity namesake = TestCertificates.authority("CN=Factory");
        Identity forged = TestCertificates.named("CN=" + device.id()).signedBy(namesake);
        refused(forged, device);
        refused(new Identity(forged.key(), List.of(forged.certificate(), factory.certificate())), device);
        Identity leaf = TestCertificates.named("CN=" + Api.ownedBy(owner).id()).signedBy(factory);
        refused(TestCertificates.named("CN=" + device.id()).signedBy(leaf), device);
        refused(TestCertificates.named("CN=" + device.id() + ",CN=other").signedBy(factory), device);
        refused(TestCertificates.named("O=" + device.id()).signedBy(factory), device);
        refused(TestCertificates.named("CN=" + device.id()).until(Instant.now().minusSeconds(5)).signedBy(factory), device);
        token(TestCertificates.named("CN=" + device.id()).signedBy(factory), device);
    }

    @Test
    void whatTheFormerOwnerRegisteredDoesNotCountForTheNext() {
        Identity own = TestCertificates.named("CN=anything").signedByItself();
        Identity factory = TestCertificates.authority("CN=Factory");
        register(owner, device, own);
        trust(owner, factory);
        token(own, device);
        User heir = Api.user();
        Api.admin().delete("/auth/accounts/" + owner.nick() + "?devices=transfer:" + heir.nick()).then().statusCode(200);
        refused(own, device);
        refused(TestCertificates.named("CN=" + device.id()).signedBy(factory), device);
        heir.request().get("/devices/" + device.id() + "/certificates").then().statusCode(200).body("$", hasSize(0));
        register(heir, device, own);
        token(own, device);
    }

    @Test
    void aRetiredDeviceAndOneThatIsNotThereAreRefusedAlike() {
        Identity own = TestCertificates.named("CN=anything").signedByItself();
        register(owner, device, own);
        owner.request().delete("/devices/" + device.id()).then().statusCode(200);
        refused(own, device);
        refused(own,
                new RegisteredDevice("0123456789abcdef01234567", "prn:::devices:/0123456789abcdef01234567", "", "", "", ""));
        refused(own, Api.selfRegistered());
    }

    @Test
    void onlyTheOwnerSaysWhichCertificatesCount() {
        Identity own = TestCertificates.named("CN=anything").signedByItself();
        User stranger = Api.user();
        owner.request().put("/devices/" + device.id() + "/public").then().statusCode(200);
        stranger.request().put(path(device, own)).then().statusCode(404);
        stranger.request().delete(path(device, own)).then().statusCode(404);
        stranger.request().get("/devices/" + device.id() + "/certificates").then().statusCode(404);
        device.request().put(path(device, own)).then().statusCode(403);
        Api.anonymous().put(path(device, own)).then().statusCode(401);
        owner.request().put(path(Api.selfRegistered(), own)).then().statusCode(404);
        Api.admin().put(path(device, own)).then().statusCode(200);
        token(own, device);
        device.request().get("/auth/authorities").then().statusCode(403);
        Api.anonymous().get("/auth/authorities").then().statusCode(401);
        trust(owner, TestCertificates.authority("CN=Factory"));
        stranger.request().get("/auth/authorities").then().statusCode(200).body("$", hasSize(0));
        String reader = Api.json(Api.anonymous(), Map.of("username", owner.nick(), "password", owner.password(), "scope",
                "devices")).post("/auth/login").path("token");
        Api.as(reader).get("/auth/authorities").then().statusCode(403);
    }

    @Test
    void aFingerprintMayBeSpeltAsOpensslDoes() {
        Identity own = TestCertificates.named("CN=anything").signedByItself();
        String spelt = HexFormat.ofDelimiter(":").withUpperCase().formatHex(HexFormat.of().parseHex(own.fingerprint()));
        owner.request().put("/devices/" + device.id() + "/certificates/" + spelt).then().statusCode(200)
                .body("sha256", equalTo(own.fingerprint().toLowerCase(Locale.ROOT)));
        token(own, device);
        for (String bad : List.of("abc", "g".repeat(64), own.fingerprint() + "00")) {
            owner.request().put("/devices/" + device.id() + "/certificates/" + bad).then().statusCode(400);
        }
    }

    @Test
    void thereAreLimits() {
        for (int i = 0; i < 3; i++) {
            register(owner, device, TestCertificates.named("CN=" + i).signedByItself());
        }
        Identity fourth = TestCertificates.named("CN=fourth").signedByItself();
        owner.request().put(path(device, fourth)).then().statusCode(422);
        // To revoke one is always possible, and makes room.
        String first = owner.request().get("/devices/" + device.id() + "/certificates").path("[0].sha256");
        owner.request().delete("/devices/" + device.id() + "/certificates/" + first).then().statusCode(200);
        register(owner, device, fourth);
        for (int i = 0; i < 8; i++) {
            trust(owner, TestCertificates.authority("CN=" + i));
        }
        Api.json(owner.request(), Map.of("certificate", TestCertificates.authority("CN=ninth").pem()))
                .post("/auth/authorities").then().statusCode(422);
    }

    @Test
    void manyAtOnceDoNotPassTheLimits() throws Exception {
        List<Integer> registered = Parallel.run(12, i -> owner.request().put("/devices/" + device.id() + "/certificates/"
                + fingerprint(i)).statusCode());
        assertEquals(3, Collections.frequency(registered, 200), registered.toString());
        owner.request().get("/devices/" + device.id() + "/certificates").then().body("$", hasSize(3));
        List<String> authorities = IntStream.range(0, 12).mapToObj(i -> TestCertificates.authority("CN=" + i).pem()).toList();
        List<Integer> trusted = Parallel.run(12, i -> Api.json(owner.request(), Map.of("certificate", authorities.get(i)))
                .post("/auth/authorities").statusCode());
        assertEquals(8, Collections.frequency(trusted, 200), trusted.toString());
        owner.request().get("/auth/authorities").then().body("$", hasSize(8));
    }

    @Test
    void thereIsNoLimitToWhatIsRevoked() throws Exception {
        int many = 300;
        List<Integer> revoked = Parallel.run(8, i -> IntStream.range(0, many).filter(number -> number % 8 == i)
                .map(number -> owner.request().delete("/devices/" + device.id() + "/certificates/" + fingerprint(number))
                        .statusCode())
                .filter(status -> status != 200).findAny().orElse(200));
        assertEquals(Collections.nCopies(8, 200), revoked);
        Identity factory = TestCertificates.authority("CN=Factory");
        trust(owner, factory);
        Identity last = TestCertificates.named("CN=" + device.id()).signedBy(factory);
        token(last, device);
        owner.request().delete(path(device, last)).then().statusCode(200);
        refused(last, device);
    }

    private static String fingerprint(int number) {
        return String.format(Locale.ROOT, "%064x", number);
    }

    @Test
    void onlyAnAuthorityIsTakenForOne() {
        Identity factory = TestCertificates.authority("CN=Factory");
        for (String bad : List.of("", "x", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----",
                factory.pem() + TestCertificates.authority("CN=Other").pem(), factory.keyPem(), "x".repeat(20_000),
                TestCertificates.named("CN=device").signedByItself().pem(),
                TestCertificates.named("CN=x").authority().until(Instant.now().minusSeconds(5)).signedByItself().pem())) {
            Api.json(owner.request(), Map.of("certificate", bad)).post("/auth/authorities").then().statusCode(422)
                    .body("violations[0].field", equalTo("certificate"));
        }
        owner.request().post("/auth/authorities").then().statusCode(422);
    }

    @Test
    void loginsByCertificatesAreCounted() {
        Identity own = TestCertificates.named("CN=anything").signedByItself();
        register(owner, device, own);
        double successes = attempts("success");
        double failures = attempts("failure");
        token(own, device);
        refused(TestCertificates.named("CN=anything").signedByItself(), device);
        assertTrue(attempts("success") >= successes + 1);
        assertTrue(attempts("failure") >= failures + 1);
    }

    private static double attempts(String result) {
        return Api.anonymous().get("/metrics/").asString().lines()
                .filter(line -> line.startsWith("authentication_attempts_total{") && line.contains("\"certificate\"")
                        && line.contains("\"" + result + "\""))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ')))).findFirst().orElseThrow();
    }
}
