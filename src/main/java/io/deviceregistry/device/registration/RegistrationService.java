package io.deviceregistry.device.registration;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

import jakarta.inject.Singleton;

import org.bson.types.ObjectId;

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
import io.deviceregistry.identity.Actor;
import io.deviceregistry.identity.Caller;
import io.deviceregistry.identity.DeviceId;
import io.deviceregistry.meta.MetaRules;
import io.deviceregistry.persistence.json.StoredJson;
import io.deviceregistry.problem.ProblemException;
import io.deviceregistry.secret.RandomWords;
import io.deviceregistry.secret.Randomness;
import io.deviceregistry.secret.Secret;
import io.deviceregistry.secret.SecretHash;

/** Registers devices: by themselves, with or without an auto-assign token, or by their owner. */
@Singleton
public class RegistrationService {

    /** A new device with its secret, which is never shown again. */
    public record Registered(Device device, Secret secret) {
    }

    private static final int MAX_SUFFIXES = 20;

    private final DeviceRepository store;
    private final AutoTokenService tokens;
    private final SecretHasher hasher;
    private final MetaRules metaRules;
    private final Labels labels;
    private final Nicks nicks;
    private final RandomWords words;
    private final Randomness randomness;
    private final DevicesConfig config;
    private final Clock clock;

    RegistrationService(DeviceRepository store, AutoTokenService tokens, SecretHasher hasher, MetaRules metaRules,
            Labels labels,
            Nicks nicks, RandomWords words, Randomness randomness, DevicesConfig config, Clock clock) {
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
     * @param caller empty if a device registers itself
     * @param autoToken {@code null} if not given
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
        return autoToken == null ? bySelf(request) : byToken(autoToken, request);
    }

    private Registered byOwner(Caller owner, DeviceRequest request) {
        metaRules.check(MetaPart.USER.member(), request.userMeta());
        labels.check(request.labels());
        Secret secret = secret(request);
        Device device = new Device(newId(), orElse(request.nick(), nicks.friendly()),
                Optional.of(new Device.Ownership(owner.prn(), owner.nick())), Boolean.TRUE.equals(request.isPublic()),
                request.labels() == null ? Map.of() : request.labels(),
                new Device.Metas(orEmpty(request.userMeta()), StoredJson.EMPTY),
                Device.Credentials.first(hash(request, secret), Optional.empty()), false, now(), Device.Revisions.FIRST);
        Actor actor = Actor.of(owner);
        return new Registered(request.nick() != null ? insert(device, actor) : insertWithSuffix(device, actor), secret);
    }

    private Registered bySelf(DeviceRequest request) {
        requireSelfRegistration();
        if (config.selfRegistration() == DevicesConfig.SelfRegistration.TOKEN) {
            throw ProblemException.forbidden("Devices register themselves only with an auto-assign token");
        }
        Secret secret = secret(request);
        Device device = ofDevice(orElse(request.nick(), nicks.unregistered()), Optional.empty(),
                new Device.Metas(StoredJson.EMPTY, orEmpty(request.deviceMeta())),
                Device.Credentials.first(hash(request, secret), Optional.of(words.challenge())));
        return new Registered(insert(device, Actor.of(device.prn())), secret);
    }

    private Registered byToken(String autoToken, DeviceRequest request) {
        requireSelfRegistration();
        AutoToken token = tokens.usable(autoToken);
        Secret secret = secret(request);
        Device device = ofDevice(orElse(request.nick(), nicks.friendly()),
                Optional.of(new Device.Ownership(token.owner().prn(), token.owner().nick())),
                new Device.Metas(token.defaultUserMeta(), orEmpty(request.deviceMeta())),
                Device.Credentials.first(hash(request, secret), Optional.empty()));
        tokens.redeem(autoToken);
        try {
            return new Registered(insertWithSuffix(device, Actor.of(device.prn())), secret);
        } catch (ProblemException e) {
            // Only if certainly no device was created: if the connection to the database broke, it may have been.
            tokens.giveBack(token);
            throw e;
        }
    }

    /** What a device sends as public, labels and user-meta is ignored: these belong to its owner. */
    private Device ofDevice(String nick, Optional<Device.Ownership> ownership, Device.Metas metas,
            Device.Credentials credentials) {
        return new Device(newId(), nick, ownership, false, Map.of(), metas, credentials, false, now(), Device.Revisions.FIRST);
    }

    private void requireSelfRegistration() {
        if (config.selfRegistration() == DevicesConfig.SelfRegistration.CLOSED) {
            throw ProblemException.forbidden("Devices cannot register themselves here; their owners register them");
        }
    }

    private static DeviceId newId() {
        return new DeviceId(new ObjectId().toHexString());
    }

    private Device.Times now() {
        Instant now = clock.instant();
        return new Device.Times(now, now);
    }

    private SecretHash hash(DeviceRequest request, Secret secret) {
        return request.secret() == null ? hasher.hashGenerated(secret) : hasher.hashChosen(secret);
    }

    private Device insert(Device device, Actor actor) {
        store.insert(device, actor);
        return device;
    }

    private Device insertWithSuffix(Device device, Actor actor) {
        return NickRetry.until(MAX_SUFFIXES, device.nick(), nicks, nick -> insert(device.withNick(nick), actor));
    }

    private Secret secret(DeviceRequest request) {
        return request.secret() == null ? Secret.random(randomness) : new Secret(request.secret());
    }

    private static String orElse(String nick, String other) {
        return nick == null ? other : nick;
    }

    private static StoredJson orEmpty(ObjectNode meta) {
        return meta == null ? StoredJson.EMPTY : StoredJson.of(meta);
    }
}
