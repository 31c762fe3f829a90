package io.deviceregistry.metrics;

import io.quarkus.test.junit.QuarkusIntegrationTest;

@QuarkusIntegrationTest
class MetricsDocsIT extends MetricsDocsTest {
}
