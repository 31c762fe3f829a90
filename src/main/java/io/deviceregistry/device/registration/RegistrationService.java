package io.deviceregistry.device.registration;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

import jakarta.inject.Singleton;

import org.bson.types.ObjectId;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.deviceregistry.auth.hashing.SecretHasher;
import io.deviceregistry.autotoken.AutoToken;
import io.deviceregistry.autotoken.AutoTokenService;
import io.deviceregistry.device.Device;
import io.deviceregistry.device.DeviceRepository;
import io.deviceregistry.device.DeviceRequest;
import io.deviceregistry.device.DevicesConfig;
import io.deviceregistry.device.Labels;
import io.deviceregistry.device.MetaPart;
import io.deviceregistry.device.NickRetry;
import io.deviceregistry.device.Nicks;
import io.deviceregistry.identity.Caller;
import io.deviceregistry.identity.Prn;
import io.deviceregistry.meta.MetaRules;
import io.deviceregistry.problem.ProblemException;
import io.deviceregistry.secret.Randomness;
import io.deviceregistry.secret.Secret;
import io.deviceregistry.secret.SecretHash;
import io.deviceregistry.secret.Words;

/** Makes devices: those that register themselves, those that join by a token, and those that their owner registers. */
@Singleton
public class RegistrationService {

    /** A new device with the one showing of its secret. */
    public record Registered(Device device, Secret secret) {
    }

    private static final int MAX_SUFFIXES = 20;

    private final DeviceRepository store;
    private final AutoTokenService tokens;
    private final SecretHasher hasher;
    private final MetaRules metaRules;
    private final Labels labels;
    private final Nicks nicks;
    private final Words words;
    private final Randomness randomness;
    private final DevicesConfig config;
    private final Clock clock;

    RegistrationService(DeviceRepository store, AutoTokenService tokens, SecretHasher hasher, MetaRules metaRules,
            Labels labels,
            Nicks nicks, Words words, Randomness randomness, DevicesConfig config, Clock clock) {
        this.store = store;
        this.tokens = tokens;
        this.hasher = hasher;
        this.metaRules = metaRules;
        this.labels = labels;
        this.nicks = nicks;
        this.words = words;
        this.randomness = randomness;
        this.config = config;
        this.clock = clock;
    }

    /**
     * @param caller none when a device registers itself
     * @param autoToken {@code null} when none was sent
     * @throws ProblemException bad-nick, nick-taken, bad-auto-token, forbidden
     */
    public Registered register(Optional<Caller> caller, String autoToken, DeviceRequest request) {
        if (request.nick() != null) {
            Nicks.check(request.nick());
        }
        if (request.secret() != null && !new Secret(request.secret()).isAcceptable()) {
            throw ProblemException.badRequest("secret", "must have 1 to " + Secret.MAX_LENGTH + " characters");
        }
        if (caller.isPresent()) {
            return byOwner(caller.get().requireAccount(), request);
        }
        metaRules.check(MetaPart.DEVICE.member(), request.deviceMeta());
        DeviceRequest own = request.ofDevice();
        return autoToken == null ? bySelf(own) : byToken(autoToken, own);
    }

    private Registered byOwner(Caller owner, DeviceRequest request) {
        metaRules.check(MetaPart.USER.member(), request.userMeta());
        labels.check(request.labels());
        Secret secret = secret(request);
        Device device = device(request, secret, orElse(request.nick(), nicks.friendly()), owner.prn(), owner.nick(), null,
                request.userMeta(), null);
        return new Registered(request.nick() != null ? insert(device) : insertWithSuffix(device), secret);
    }

    private Registered bySelf(DeviceRequest request) {
        requireSelfRegistration();
        if (config.selfRegistration() == DevicesConfig.SelfRegistration.TOKEN) {
            throw ProblemException.forbidden("Devices register themselves only with an auto-assign token");
        }
        Secret secret = secret(request);
        Device device = device(request, secret, orElse(request.nick(), nicks.unregistered()), null, null,
                words.challenge(), null, request.deviceMeta());
        return new Registered(insert(device), secret);
    }

    private Registered byToken(String autoToken, DeviceRequest request) {
        requireSelfRegistration();
        AutoToken token = tokens.usable(autoToken);
        Secret secret = secret(request);
        Device device = device(request, secret, orElse(request.nick(), nicks.friendly()), token.owner(), token.ownerNick(),
                null, token.defaultUserMeta(), request.deviceMeta());
        tokens.redeem(autoToken);
        try {
            return new Registered(insertWithSuffix(device), secret);
        } catch (ProblemException e) {
            // Only what certainly made no device: when the database went away in the middle, nobody knows.
            tokens.giveBack(token);
            throw e;
        }
    }

    private void requireSelfRegistration() {
        if (config.selfRegistration() == DevicesConfig.SelfRegistration.CLOSED) {
            throw ProblemException.forbidden("Devices may not register themselves; their owners register them");
        }
    }

    private Device device(DeviceRequest request, Secret secret, String nick, Prn owner, String ownerNick, String challenge,
            ObjectNode userMeta, ObjectNode deviceMeta) {
        Instant now = clock.instant();
        SecretHash hash = request.secret() == null ? hasher.hashGenerated(secret) : hasher.hashChosen(secret);
        return new Device(new ObjectId().toHexString(), nick, owner, ownerNick,
                Boolean.TRUE.equals(request.isPublic()), request.labels() == null ? Map.of() : request.labels(),
                orEmpty(userMeta), orEmpty(deviceMeta), hash, challenge, 1, false, now, now, 1, 1, 1);
    }

    private Device insert(Device device) {
        store.insert(device);
        return device;
    }

    private Device insertWithSuffix(Device device) {
        return NickRetry.until(MAX_SUFFIXES, device.nick(), nicks, nick -> insert(withNick(device, nick)));
    }

    private static Device withNick(Device device, String nick) {
        return new Device(device.id(), nick, device.owner(), device.ownerNick(), device.isPublic(), device.labels(),
                device.userMeta(), device.deviceMeta(), device.secret(), device.challenge(), device.generation(),
                device.garbage(), device.timeCreated(), device.timeModified(), device.revision(), device.ownerRevision(),
                device.deviceRevision());
    }

    private Secret secret(DeviceRequest request) {
        return request.secret() == null ? Secret.random(randomness) : new Secret(request.secret());
    }

    private static String orElse(String nick, String other) {
        return nick == null ? other : nick;
    }

    private static ObjectNode orEmpty(ObjectNode meta) {
        return meta == null ? JsonNodeFactory.instance.objectNode() : meta;
    }
}
