package io.deviceregistry.metrics;

import java.util.Set;

/**
 * The names of every family and label that the service itself makes. They are stable: dashboards and alerts depend on them.
 * Families that are not named here come from libraries, under the libraries' own names.
 */
public final class MetricNames {

    public static final String BUILD_INFO = "build_info";
    public static final String VERSION_MAJOR = "registry_version_major";
    public static final String VERSION_MINOR = "registry_version_minor";
    public static final String VERSION_PATCH = "registry_version_patch";
    public static final String EXPORTER_INFO = "exporter_info";
    public static final String JVM_INFO = "jvm_info";

    public static final String DATABASE_CONNECTED = "database_connected";
    public static final String DATABASE_WRITABLE = "database_writable";
    public static final String DATABASE_INFO = "database_info";

    public static final String HTTP_DURATION = "http_requests_duration_seconds";
    public static final String HTTP_IN_PROGRESS = "http_requests_in_progress";
    public static final String HTTP_REQUESTS = "http_requests_total";
    public static final String HTTP_EXCEPTIONS = "http_requests_exceptions_total";
    public static final String HTTP_RESPONSE_SIZE = "http_response_size_bytes";
    public static final String TLS_HANDSHAKE_ERRORS = "tls_handshake_errors_total";

    public static final String DEVICES = "registry_devices";
    public static final String DEVICES_PUBLIC = "registry_devices_public";
    public static final String ACCOUNTS = "registry_accounts";
    public static final String TOKENS = "registry_tokens";
    public static final String ENTITIES_AGE = "registry_entities_age_seconds";

    public static final String REGISTRATIONS = "registry_registrations_total";
    public static final String CLAIMS = "registry_claims_total";
    public static final String AUTHENTICATION_ATTEMPTS = "authentication_attempts_total";
    public static final String AUTHENTICATION_DURATION = "authentication_duration_seconds";
    public static final String AUTHORIZATION_ATTEMPTS = "authorization_attempts_total";

    public static final String RATE_LIMITED = "registry_rate_limited_total";

    public static final String JOB_RUNS = "registry_job_runs_total";
    public static final String JOB_DURATION = "registry_job_duration_seconds";
    public static final String JOB_LAST_SUCCESS = "registry_job_last_success_timestamp_seconds";

    public static final String REGISTERED_METRICS = "registered_metrics_total";
    public static final String DISABLED_METRICS = "disabled_metrics_total";
    public static final String HIDDEN_METRICS = "hidden_metrics_total";
    public static final String SCRAPES_IN_FLIGHT = "promhttp_metric_handler_requests_in_flight";
    public static final String SCRAPES = "promhttp_metric_handler_requests_total";

    public static final String PROCESS_VIRTUAL_MEMORY_MAX = "process_virtual_memory_max_bytes";

    public static final Set<String> STABLE = Set.of(BUILD_INFO, VERSION_MAJOR, VERSION_MINOR, VERSION_PATCH, EXPORTER_INFO,
            JVM_INFO, DATABASE_CONNECTED, DATABASE_WRITABLE, DATABASE_INFO, HTTP_DURATION, HTTP_IN_PROGRESS, HTTP_REQUESTS,
            HTTP_EXCEPTIONS,
            HTTP_RESPONSE_SIZE, TLS_HANDSHAKE_ERRORS, DEVICES, DEVICES_PUBLIC, ACCOUNTS, TOKENS, ENTITIES_AGE,
            REGISTRATIONS, CLAIMS, AUTHENTICATION_ATTEMPTS, AUTHENTICATION_DURATION, AUTHORIZATION_ATTEMPTS, RATE_LIMITED,
            JOB_RUNS,
            JOB_DURATION, JOB_LAST_SUCCESS, REGISTERED_METRICS, DISABLED_METRICS, HIDDEN_METRICS, SCRAPES_IN_FLIGHT, SCRAPES,
            PROCESS_VIRTUAL_MEMORY_MAX, "process_cpu_seconds_total", "process_open_fds", "process_max_fds",
            "process_resident_memory_bytes", "process_virtual_memory_bytes", "process_start_time_seconds");

    public static final String HANDLER = "handler";
    public static final String METHOD = "method";
    public static final String STATUS = "status";
    public static final String EXCEPTION = "exception";
    public static final String STATE = "state";
    public static final String TYPE = "type";
    public static final String KIND = "kind";
    public static final String ALLOWED = "allowed";
    public static final String STATUS_CODE = "status_code";
    public static final String RESULT = "result";
    public static final String LIMIT = "limit";
    public static final String JOB = "job";
    public static final String CODE = "code";
    public static final String STABILITY_LEVEL = "stability_level";

    private MetricNames() {
    }
}
