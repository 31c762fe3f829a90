package io.deviceregistry.config.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

import org.eclipse.microprofile.config.spi.ConfigSource;

import io.quarkus.runtime.configuration.QuarkusConfigBuilderCustomizer;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.DotEnvConfigSourceProvider;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSourceLoader;
import io.smallrye.config.PropertiesLocationConfigSourceFactory;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;

/**
 * Checks the whole configuration before anything starts, for unknown keys and invalid values. The framework would ignore unknown
 * keys, report invalid values one by one, and accept some of them.
 */
public final class ConfigurationCheck {

    private static final int FILE_ORDINAL = 260;
    /**
     * Variables that Kubernetes and Docker set for a service whose name is, or begins with, "registry". A variable {@code …_PORT}
     * is one of them if its value is a URL.
     */
    private static final Pattern PLATFORM = Pattern.compile("REGISTRY_(PORT|PORT_.*|SERVICE_.*)"
            + "|REGISTRY_.*_(SERVICE_HOST|SERVICE_PORT(_.*)?|PORT_\\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)");
    private static final Pattern PLATFORM_PORT = Pattern.compile("(tcp|udp|sctp)://.*");

    private final ConfigurationKeys keys = ConfigurationKeys.load();
    private final SmallRyeConfig config;

    ConfigurationCheck(SmallRyeConfig config) {
        this.config = config;
    }

    /** The errors in the configuration of this process, one line for each. */
    public static List<String> faults() {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        // The same sources that the framework reads at the start.
        SmallRyeConfig config = new SmallRyeConfigBuilder().forClassLoader(loader)
                .withCustomizers(new QuarkusConfigBuilderCustomizer()).addDefaultInterceptors().addDefaultSources()
                .withSources(PropertiesConfigSourceLoader.inFileSystem("config/application.properties", FILE_ORDINAL, loader))
                .withSources(DotEnvConfigSourceProvider.dotEnvSources(loader))
                .withSources(new PropertiesLocationConfigSourceFactory())
                .build();
        return new ConfigurationCheck(config).run();
    }

    List<String> run() {
        List<String> faults = new ArrayList<>();
        unknownKeys(faults);
        unknownVariables(faults);
        keys.all().forEach(key -> {
            try {
                value(key.name()).flatMap(key::fault).ifPresent(fault -> faults.add(key.name() + fault));
            } catch (RuntimeException e) {
                faults.add(key.name() + ": " + e.getMessage());
            }
        });
        if (faults.isEmpty()) {
            faults.addAll(new ConfigurationRules(this::value).faults());
        }
        return faults;
    }

    private void unknownKeys(List<String> faults) {
        for (String name : new TreeSet<>(names())) {
            if (name.startsWith(ConfigurationKeys.PREFIX) && keys.find(name).isEmpty()) {
                faults.add(unknown(name, keys.nearest(name, ConfigurationKey::name)));
            }
        }
    }

    private void unknownVariables(List<String> faults) {
        variables().forEach((variable, value) -> {
            String name = ConfigurationKeys.variable(variable);
            boolean ours = name.startsWith(ConfigurationKeys.variable(ConfigurationKeys.PREFIX));
            if (ours && keys.findVariable(name).isEmpty() && !isOfPlatform(name, value)) {
                faults.add(unknown(variable, keys.nearest(name, ConfigurationKey::variable)));
            }
        });
    }

    private static String unknown(String name, String nearest) {
        return name.replaceAll("\\p{Cntrl}", "?") + ": unknown configuration key; the nearest known one is " + nearest;
    }

    private static boolean isOfPlatform(String variable, String value) {
        return PLATFORM.matcher(variable).matches()
                || variable.endsWith("_PORT") && PLATFORM_PORT.matcher(value.toLowerCase(Locale.ROOT)).matches();
    }

    /** Without keys from the environment, whose names the library guesses. */
    private List<String> names() {
        List<String> names = new ArrayList<>();
        for (ConfigSource source : config.getConfigSources()) {
            if (!(source instanceof EnvConfigSource)) {
                names.addAll(source.getPropertyNames());
            }
        }
        config.getProfiles().forEach(profile -> names.replaceAll(name -> withoutProfile(name, profile)));
        return names;
    }

    private static String withoutProfile(String name, String profile) {
        String prefix = "%" + profile + ".";
        return name.startsWith(prefix) ? name.substring(prefix.length()) : name;
    }

    private Map<String, String> variables() {
        Map<String, String> variables = new TreeMap<>();
        for (ConfigSource source : config.getConfigSources(EnvConfigSource.class)) {
            variables.putAll(source.getProperties());
        }
        return variables;
    }

    /** The given value, even if it is empty; otherwise the default. */
    private Optional<String> value(String name) {
        ConfigValue value = config.getConfigValue(name);
        if (value.getValue() == null && value.getRawValue() != null) {
            throw new IllegalArgumentException("refers to a key that has no value: " + value.getRawValue());
        }
        return Optional.ofNullable(value.getValue())
                .or(() -> keys.find(name).flatMap(ConfigurationKey::fallback));
    }
}
