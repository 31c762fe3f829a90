package io.deviceregistry.account;

import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import io.deviceregistry.PackagedService;
import io.deviceregistry.Parallel;
import io.deviceregistry.TestStorage;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;

/** A registry always has an administrator. */
@Execution(ExecutionMode.CONCURRENT)
class AdministratorsIT {

    private static final String FIRST = "admin";
    private static final String SECOND = "second";
    private static final int ROUNDS = 5;

    @TempDir
    Path directory;

    private PackagedService start() throws Exception {
        return PackagedService.start(directory,
                Map.of("registry.passwords.cost", "4", "registry.admin.password", TestStorage.ADMIN_PASSWORD));
    }

    private static RequestSpecification as(PackagedService service, String nick) {
        String token = service.request().contentType(ContentType.JSON)
                .body(Map.of("username", nick, "password", TestStorage.ADMIN_PASSWORD)).post("/auth/login").then()
                .statusCode(200)
                .extract().path("token");
        return service.request().header("Authorization", "Bearer " + token).contentType(ContentType.JSON)
                .queryParam("asadmin", "yes");
    }

    private static Response setRoles(PackagedService service, String caller, String account, String... roles) {
        return as(service, caller).body(Map.of("roles", List.of(roles))).patch("/auth/accounts/" + account);
    }

    private static void signUpSecond(PackagedService service) {
        service.request().contentType(ContentType.JSON)
                .body(Map.of("email", "second@example.com", "nick", SECOND, "password", TestStorage.ADMIN_PASSWORD))
                .post("/auth/accounts").then().statusCode(200);
        setRoles(service, FIRST, SECOND, "user", "admin").then().statusCode(200);
    }

    private static void refused(Response answer) {
        answer.then().statusCode(409).body("type", equalTo("/problems/last-administrator"));
    }

    @Test
    void theLastAdministratorCannotLeave() throws Exception {
        try (PackagedService service = start()) {
            List<Function<String, Response>> departures = List.of(nick -> setRoles(service, nick, nick, "user"),
                    nick -> as(service, nick).body(Map.of("disabled", true)).patch("/auth/accounts/" + nick),
                    nick -> as(service, nick).delete("/auth/accounts/" + nick));
            departures.forEach(departure -> refused(departure.apply(FIRST)));
            signUpSecond(service);
            setRoles(service, SECOND, FIRST, "user").then().statusCode(200);
            departures.forEach(departure -> refused(departure.apply(SECOND)));
        }
    }

    @Test
    void ofTwoAdministratorsThatLeaveAtOnceOneStays() throws Exception {
        try (PackagedService service = start()) {
            signUpSecond(service);
            List<String> nicks = List.of(FIRST, SECOND);
            for (int round = 0; round < ROUNDS; round++) {
                List<RequestSpecification> callers = nicks.stream().map(nick -> as(service, nick)).toList();
                List<Integer> statuses = Parallel.run(2, i -> callers.get(i).body(Map.of("roles", List.of("user")))
                        .patch("/auth/accounts/" + nicks.get(i)).statusCode());
                assertEquals(List.of(200, 409), statuses.stream().sorted().toList());
                int left = statuses.indexOf(200);
                setRoles(service, nicks.get(1 - left), nicks.get(left), "user", "admin").then().statusCode(200);
            }
        }
    }
}
