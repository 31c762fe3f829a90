package io.deviceregistry.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.Set;

import org.junit.jupiter.api.Test;

import io.deviceregistry.Api;
import io.deviceregistry.PackagedService;
import io.quarkus.test.junit.QuarkusIntegrationTest;

@QuarkusIntegrationTest
class MetricFamiliesIT extends MetricFamiliesTest {

    @Test
    void theEditionIsWhatWasBuilt() throws IOException {
        assertEquals(Set.of(PackagedService.isNative() ? "native" : "jvm"),
                Scrape.of(Api.anonymous()).values("build_info", "edition"));
    }
}
