package io.deviceregistry.access;

import java.nio.file.Files;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;

import io.deviceregistry.Api;
import io.deviceregistry.Api.RegisteredDevice;
import io.deviceregistry.Api.User;
import io.deviceregistry.TestCertificates;
import io.deviceregistry.TestStorage;
import io.restassured.specification.RequestSpecification;

/** One of each kind of caller, and requests that nothing but their callers can spoil. */
final class Callers {

    /** Who calls; the device belongs to the owner, the other device to the other owner. */
    enum Kind {
        ANONYMOUS,
        OWNER,
        OTHER_OWNER,
        DEVICE,
        OTHER_DEVICE,
        ADMIN,
        WRONG_SCOPE,
        EXPIRED,
        REVOKED
    }

    /** After these, the callers who made them have no valid token any more. */
    static final Set<String> ENDS_SESSIONS = Set.of("POST /auth/logout", "POST /auth/password");

    private static final Map<String, Object> META = Map.of("room", "cellar");

    /** One for all calls, because an owner may have only so many. */
    private final TestCertificates.Identity authority = TestCertificates.authority("CN=" + Api.unique("factory"));
    private final User owner = Api.user();
    private final User other = Api.user();
    private final RegisteredDevice otherDevice = Api.ownedBy(other);
    /** What the calls are about, with an owner or without; each serves until a call succeeds that may change it. */
    private final Map<Boolean, RegisteredDevice> devices = new HashMap<>();
    private final Map<String, String> ids = new HashMap<>();
    private final String revoked;
    private final String ownerToken;
    private final String narrow;
    private final String expired;
    private final String admin;

    Callers() throws Exception {
        revoked = owner.token();
        owner.request().post("/auth/logout").then().statusCode(200);
        ownerToken = Api.token(owner.nick(), owner.password());
        narrow = Api.json(Api.anonymous(), Map.of("username", owner.nick(), "password", owner.password(), "scope",
                "metrics.readonly")).post("/auth/login").then().statusCode(200).extract().path("token");
        expired = expired(ownerToken);
        admin = Api.token("admin", TestStorage.ADMIN_PASSWORD);
    }

    /** The same token as the service would have made it two hours ago. */
    private static String expired(String token) throws Exception {
        JwtClaims claims = JwtClaims.parse(new String(Base64.getUrlDecoder().decode(token.split("\\.")[1]),
                java.nio.charset.StandardCharsets.UTF_8));
        claims.setExpirationTime(NumericDate.fromSeconds(NumericDate.now().getValue() - 1));
        String pem = Files.readString(TestStorage.directory().resolve("signing-key.pem"))
                .replaceAll("-----[A-Z ]+-----|\\s", "");
        PrivateKey key = KeyFactory.getInstance("RSA")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(pem)));
        JsonWebSignature jws = new JsonWebSignature();
        jws.setPayload(claims.toJson());
        jws.setAlgorithmHeaderValue("RS256");
        jws.setKey(key);
        return jws.getCompactSerialization();
    }

    /** The status that the caller gets for a request that is right in itself, on things that nobody has changed. */
    int call(Kind kind, String row, boolean takesAsAdmin) {
        RegisteredDevice device = row.contains("{id}") || row.contains("{nick}") || kind == Kind.DEVICE
                ? devices.computeIfAbsent(!row.endsWith("?challenge"), this::device)
                : otherDevice;
        RequestSpecification request = caller(kind, device);
        if (kind == Kind.ADMIN && takesAsAdmin) {
            request.queryParam("asadmin", "yes");
        }
        String[] route = row.replaceAll("[?].*", "").split(" ");
        String path = route[1].replace("{account}", row.contains("{account}") ? id("account", Callers::account) : "")
                .replace("{type}", "not-found").replace("{owner}", owner.nick()).replace("{nick}", device.nick())
                .replace("{sha256}", row.contains("/authorities/{") ? id("authority", this::trusted) : authority.fingerprint())
                .replace("{id}", row.contains("/tokens/") ? id("token", this::autoToken) : device.id());
        Object body = body(row, kind);
        if (row.endsWith("?challenge")) {
            request.queryParam("challenge", device.challenge());
        } else if (row.endsWith("?purge")) {
            request.queryParam("purge", "true");
        }
        int status = (body == null ? request : Api.json(request, body)).request(route[0], path).statusCode();
        if (status == 200 && !route[0].equals("GET")) {
            devices.clear();
            ids.clear();
        }
        return status;
    }

    private RegisteredDevice device(boolean owned) {
        return owned ? Api.registered(Api.json(Api.as(ownerToken), Map.of()).post("/devices/")) : Api.selfRegistered();
    }

    private String id(String what, Supplier<String> make) {
        return ids.computeIfAbsent(what, absent -> make.get());
    }

    private RequestSpecification caller(Kind kind, RegisteredDevice device) {
        return switch (kind) {
            case ANONYMOUS -> Api.anonymous();
            case OWNER -> Api.as(ownerToken);
            case OTHER_OWNER -> other.request();
            case DEVICE -> device.request();
            case OTHER_DEVICE -> otherDevice.request();
            case ADMIN -> Api.as(admin);
            case WRONG_SCOPE -> Api.as(narrow);
            case EXPIRED -> Api.as(expired);
            case REVOKED -> Api.as(revoked);
        };
    }

    private static String account() {
        String nick = Api.unique("account");
        Api.json(Api.anonymous(), newAccount(nick)).post("/auth/accounts").then().statusCode(200);
        return nick;
    }

    private static Map<String, Object> newAccount(String nick) {
        return Map.of("nick", nick, "email", nick + "@example.com", "password", "password of " + nick);
    }

    private String autoToken() {
        return Api.json(Api.as(ownerToken), Map.of()).post("/devices/tokens").then().statusCode(200).extract().path("id");
    }

    /** The authority, which the owner trusts. */
    private String trusted() {
        Api.json(Api.as(ownerToken), Map.of("certificate", authority.pem())).post("/auth/authorities").then()
                .statusCode(200);
        return authority.fingerprint();
    }

    private Object body(String row, Kind kind) {
        return switch (row) {
            case "POST /auth/authorities" -> Map.of("certificate",
                    TestCertificates.authority("CN=" + Api.unique("factory")).pem());
            case "POST /auth/login" -> Map.of("username", owner.nick(), "password", owner.password());
            case "POST /auth/accounts" -> newAccount(Api.unique("new"));
            case "PATCH /auth/accounts/{account}" -> Map.of("disabled", true);
            case "POST /auth/password" -> password(kind);
            case "PATCH /devices/{id}" -> Map.of("labels", Map.of("site", "oslo"));
            case "PUT /devices/{id}" -> Map.of("user-meta", META);
            case "PUT /devices/{id}/user-meta", "PATCH /devices/{id}/user-meta", "PUT /devices/{id}/device-meta",
                    "PATCH /devices/{id}/device-meta" ->
                META;
            default -> null;
        };
    }

    /** Each caller's own, so that only the caller decides. */
    private Map<String, Object> password(Kind kind) {
        String own = kind == Kind.ADMIN
                ? TestStorage.ADMIN_PASSWORD
                : kind == Kind.OTHER_OWNER ? other.password() : owner.password();
        return Map.of("current", own, "password", own);
    }
}
