package io.deviceregistry.auth.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.deviceregistry.TestKeys;
import io.deviceregistry.auth.Principal;
import io.deviceregistry.identity.Claims;
import io.deviceregistry.identity.PrincipalType;
import io.deviceregistry.identity.Prn;
import io.deviceregistry.identity.Scope;
import io.quarkus.runtime.configuration.ConfigurationException;

/** Agents keep {@code Authorization: Bearer …} in 1,024 bytes. */
@Execution(ExecutionMode.CONCURRENT)
class AccessTokensTest {

    private static final String ID = "ffffffffffffffffffffffff";
    private static final int GENERATION = 999;
    private static final Duration HOUR = Duration.ofHours(1);
    private static final String EVERY_SCOPE = Scope.format(EnumSet.allOf(Scope.class));

    @TempDir
    static Path directory;

    /** A key of this size, the same for all tests: a long one takes seconds to make. */
    private static synchronized Path file(int bits) throws Exception {
        Path file = directory.resolve("key-" + bits + ".pem");
        return Files.exists(file) ? file : TestKeys.rsa(directory, bits);
    }

    private static SigningKey key(int bits) throws Exception {
        return key(file(bits));
    }

    private static SigningKey key(Path file, Path... others) {
        return new SigningKey(new AuthConfig() {

            @Override
            public Optional<Path> signingKey() {
                return Optional.of(file);
            }

            @Override
            public Optional<List<Path>> verificationKeys() {
                return Optional.of(List.of(others));
            }

            @Override
            public Optional<URI> baseUrl() {
                return Optional.empty();
            }

            @Override
            public Duration tokenLifetime() {
                return HOUR;
            }

            @Override
            public Duration refreshLifetime() {
                return HOUR;
            }
        }, null);
    }

    private static Principal device(String nick) {
        return new Principal(PrincipalType.DEVICE, Prn.ofDevice(ID), nick, Optional.of(Prn.ofAccount(ID)), Set.of("device"),
                Optional.empty(),
                GENERATION);
    }

    private static String issue(AccessTokens tokens, Principal principal, String scopes) {
        return tokens.issue(principal, scopes, HOUR, null);
    }

    @Test
    void theLongestNickStaysWhereItFits() throws Exception {
        AccessTokens tokens = new AccessTokens(key(2_048), Clock.systemUTC());
        String token = issue(tokens, device("n".repeat(128)), Scope.ALL.fullName());
        assertTrue(token.length() <= AccessTokens.MAX_DEVICE_TOKEN, token.length() + " characters");
        assertEquals("n".repeat(128), tokens.read(token).orElseThrow().nick());
    }

    @Test
    void aNickIsLeftOutOnlyWhereItDoesNotFit() throws Exception {
        AccessTokens tokens = new AccessTokens(key(3_072), Clock.systemUTC());
        String shortOne = issue(tokens, device("boiler"), Scope.ALL.fullName());
        String longOne = issue(tokens, device("n".repeat(128)), Scope.ALL.fullName());
        assertEquals("boiler", tokens.read(shortOne).orElseThrow().nick());
        assertNull(tokens.read(longOne).orElseThrow().nick());
        assertTrue(longOne.length() <= AccessTokens.MAX_DEVICE_TOKEN, longOne.length() + " characters");
    }

    @ParameterizedTest
    @ValueSource(ints = {2_048, 3_072})
    void aDeviceThatAsksForEveryScopeGetsATokenThatFitsToo(int bits) throws Exception {
        AccessTokens tokens = new AccessTokens(key(bits), Clock.systemUTC());
        String token = issue(tokens, device("n".repeat(128)), EVERY_SCOPE);
        assertTrue(token.length() <= AccessTokens.MAX_DEVICE_TOKEN, token.length() + " characters");
        assertEquals(EnumSet.allOf(Scope.class), tokens.read(token).orElseThrow().scopeSet());
    }

    @Test
    void whatIsWrittenIsReadAgain() throws Exception {
        AccessTokens tokens = new AccessTokens(key(2_048), Clock.systemUTC());
        Principal account = new Principal(PrincipalType.USER, Prn.ofAccount(ID), "ada", Optional.empty(),
                Set.of("user", "admin"),
                Optional.empty(), 7);
        Claims claims = tokens.read(tokens.issue(account, EVERY_SCOPE, HOUR, 42L)).orElseThrow();
        assertEquals(Claims.builder().principal(PrincipalType.USER, Prn.ofAccount(ID), ID).nick("ada").roles("admin user")
                .scopes(EVERY_SCOPE).times(claims.iat(), claims.iat() + 3_600, 42).proof(Claims.Origin.SECRET, 7).build(),
                claims);
    }

    @Test
    void anExpiredTokenIsNotRead() throws Exception {
        SigningKey key = key(2_048);
        Clock earlier = Clock.offset(Clock.systemUTC(), Duration.ofHours(-2));
        AccessTokens now = new AccessTokens(key, Clock.systemUTC());
        assertTrue(now.read(issue(now, device("d"), EVERY_SCOPE)).isPresent());
        assertEquals(Optional.empty(), now.read(issue(new AccessTokens(key, earlier), device("d"), EVERY_SCOPE)));
    }

    @Test
    void tokensOfAnotherKeyAreReadWhileItIsAVerificationKey() throws Exception {
        Path before = file(2_048);
        Path after = file(3_072);
        Path publicHalf = TestKeys.publicHalf(before);
        AccessTokens old = new AccessTokens(key(before), Clock.systemUTC());
        String token = issue(old, device("d"), Scope.ALL.fullName());
        AccessTokens alone = new AccessTokens(key(after), Clock.systemUTC());
        assertEquals(Optional.empty(), alone.read(token));
        for (Path other : List.of(before, publicHalf)) {
            AccessTokens both = new AccessTokens(key(after, other), Clock.systemUTC());
            assertEquals("d", both.read(token).orElseThrow().nick());
            String fresh = issue(both, device("e"), Scope.ALL.fullName());
            assertEquals("e", alone.read(fresh).orElseThrow().nick());
            assertEquals(Optional.empty(), old.read(fresh));
            assertEquals(Optional.empty(), both.read("x." + token));
        }
    }

    @Test
    void aVerificationKeyThatIsNoneIsRefused() throws Exception {
        Path good = file(2_048);
        assertThrows(ConfigurationException.class, () -> key(good, directory.resolve("missing.pem")));
        assertThrows(ConfigurationException.class, () -> key(good, Files.writeString(directory.resolve("x"), "x")));
        assertThrows(ConfigurationException.class, () -> key(good, file(1_024)));
    }

    @Test
    void aKeyThatMakesTokensTooLongOrTooWeakIsRefused() {
        assertThrows(ConfigurationException.class, () -> key(1_024));
        // Only its size is looked at, and a real one of this size takes seconds to make.
        assertThrows(ConfigurationException.class, () -> key(TestKeys.ofNoPrimes(directory, 4_096)));
    }
}
