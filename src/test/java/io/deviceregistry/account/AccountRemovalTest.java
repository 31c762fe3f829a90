package io.deviceregistry.account;

import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.deviceregistry.Api;
import io.deviceregistry.Api.RegisteredDevice;
import io.deviceregistry.Api.User;
import io.deviceregistry.TestStorage;
import io.deviceregistry.identity.Actor;
import io.deviceregistry.identity.Prn;
import io.deviceregistry.problem.ProblemException;
import io.deviceregistry.problem.ProblemType;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;

/** What becomes of devices when something happens to their heir while an account is removed. */
@QuarkusTest
@WithTestResource(TestStorage.class)
class AccountRemovalTest {

    @Inject
    AccountRemoval removed;

    @Inject
    AccountRepository accounts;

    @Inject
    Clock clock;

    private User owner;
    private User heir;
    private List<RegisteredDevice> devices;

    @BeforeEach
    void makeAnOwnerOfDevices() {
        owner = Api.user();
        heir = Api.user();
        devices = IntStream.range(0, 3).mapToObj(i -> Api.ownedBy(owner)).toList();
    }

    private Account account(User user) {
        return accounts.byId(new Prn(user.prn()).accountId()).orElseThrow();
    }

    private void removeWhile(Runnable meanwhile) {
        Account leaving = account(owner);
        removed.remove(leaving, account(heir), Actor.REGISTRY, () -> {
            accounts.changeOfNoAdministrator(leaving.id(), false, AccountChange.REMOVAL);
            meanwhile.run();
        });
    }

    private void disableTheHeir() {
        Api.json(Api.admin(), Map.of("disabled", true)).patch("/auth/accounts/" + heir.nick()).then().statusCode(200);
    }

    private void ownedBy(User account) {
        devices.forEach(device -> Api.admin().get("/devices/" + device.id()).then().statusCode(200)
                .body("owner", equalTo(account.prn())).body("owner-nick", equalTo(account.nick())));
    }

    @Test
    void anHeirThatIsDisabledHalfWayGetsAllDevices() {
        removeWhile(this::disableTheHeir);
        ownedBy(heir);
        Api.admin().delete("/auth/accounts/" + owner.nick()).then().statusCode(404);
    }

    @Test
    void anHeirThatIsRemovedHalfWayLeavesThemToTheOwner() {
        ProblemException refused = assertThrows(ProblemException.class,
                () -> removeWhile(() -> Api.admin().delete("/auth/accounts/" + heir.nick()).then().statusCode(200)));
        assertEquals(ProblemType.CONFLICT, refused.type());
        ownedBy(owner);
        Api.admin().delete("/auth/accounts/" + owner.nick() + "?devices=garbage").then().statusCode(200);
    }

    @Test
    void aRemovalThatIsCutOffGoesOnToADisabledHeir() {
        assertThrows(IllegalStateException.class, () -> removeWhile(() -> {
            throw new IllegalStateException("the process is killed here");
        }));
        disableTheHeir();
        ownedBy(owner);
        removed.sweep(clock.instant().plusSeconds(1));
        ownedBy(heir);
        Api.admin().delete("/auth/accounts/" + owner.nick()).then().statusCode(404);
    }
}
