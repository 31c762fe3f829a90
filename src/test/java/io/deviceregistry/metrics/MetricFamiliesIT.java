package io.deviceregistry.metrics;

import io.quarkus.test.junit.QuarkusIntegrationTest;

@QuarkusIntegrationTest
class MetricFamiliesIT extends MetricFamiliesTest {
}
