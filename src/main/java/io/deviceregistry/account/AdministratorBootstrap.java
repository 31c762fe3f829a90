package io.deviceregistry.account;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import org.jboss.logging.Logger;

import io.deviceregistry.identity.Caller;
import io.deviceregistry.persistence.DatabaseReady;
import io.deviceregistry.persistence.PrivateFiles;
import io.deviceregistry.persistence.StorageLocation;
import io.deviceregistry.problem.ProblemException;
import io.deviceregistry.secret.Randomness;
import io.deviceregistry.secret.Secret;

/** Creates the first administrator at the start. There is no default password. */
@Singleton
final class AdministratorBootstrap {

    static final String PASSWORD_FILE = "admin-password";
    private static final Logger LOG = Logger.getLogger(AdministratorBootstrap.class);

    private final AdminConfig config;
    private final AccountService service;
    private final AccountRepository store;
    private final StorageLocation location;
    private final Randomness randomness;

    AdministratorBootstrap(AdminConfig config, AccountService service, AccountRepository store, StorageLocation location,
            Randomness randomness) {
        this.config = config;
        this.service = service;
        this.store = store;
        this.location = location;
        this.randomness = randomness;
    }

    void create(@Observes DatabaseReady event) {
        Optional<Account> present = store.byNick(config.nick());
        if (present.isPresent()) {
            if (!present.get().isAdmin()) {
                LOG.warnf("Account %s exists and is not an administrator; no administrator was created", config.nick());
            }
            return;
        }
        Optional<String> password = config.password().filter(value -> !value.isBlank());
        if (password.isPresent()) {
            create(new Secret(password.get()));
            LOG.infof("Created the administrator %s with the configured password", config.nick());
        } else if (location.isEmbedded()) {
            // The file comes first: an account whose password nobody knows would be worse than a file without an account.
            Path file = location.directory().resolve(PASSWORD_FILE);
            Secret generated = Secret.random(randomness);
            PrivateFiles.write(file, generated.value() + "\n");
            create(generated);
            LOG.infof("Created the administrator %s; the password is in %s", config.nick(), file);
        } else {
            LOG.info("There is no administrator; set registry.admin.password to create one");
        }
    }

    private void create(Secret password) {
        try {
            service.create(config.email(), config.nick(), password, Set.of("user", Caller.ADMIN));
        } catch (ProblemException e) {
            // Another replica, started at the same time, may have been first.
            if (store.byNick(config.nick()).isEmpty()) {
                LOG.errorf("No administrator was created from registry.admin: %s", e.getMessage());
            }
        }
    }
}
