/** The names of the standard's rule catalogue: what the standard itself demands, hygiene apart. */
const catalogue: Readonly<Record<string, string>> = {
  shared:
    'documented field-naming timestamp-format id-opaque no-secret-fields pii-marked error-code-format ' +
    'severity-enum sunset-date update-version exemption-reason',
  oas:
    'document-info operation-id path-versioned single-major-version no-version-header deprecation-headers ' +
    'path-style path-no-verbs request-id client-headers no-reserved-header-params no-internal-headers ' +
    'json-media-type envelope-success envelope-meta envelope-error api-error-shape error-codes-listed ' +
    'retryable-matches-status no-leaky-error-fields status-codes-allowed method-success-status ' +
    'required-error-responses created-location accepted-job body-placement list-paginated pagination-shape ' +
    'pagination-limits idempotency-key security-required security-schemes oauth2-flows https-servers ' +
    'rate-limit-headers too-many-requests rate-limit-policy health-endpoints request-closed-schema input-bounds ' +
    'cache-private',
  graphql:
    'naming no-undefined-types list-uses-connection connection-shape page-info-shape connection-args ' +
    'mutation-input mutation-payload payload-errors subscription-naming limits-declared operation-within-limits ' +
    'federation-keys auth-directive',
  proto:
    'syntax-proto3 package-versioned naming rpc-verb rpc-request-response enum-zero closed-set-enum ' +
    'list-pagination no-error-fields stream-naming idempotency-level status-codes-documented',
  event:
    'name-pattern past-tense type-const envelope-fields metadata-fields schema-version data-typed topic-pattern ' +
    'topic-version-match partition-key topic-config dead-letter retry-policy headers',
  webhook: 'signature-headers event-type-header payload-shape retry-policy response-codes https-callback',
  deploy:
    'mtls-strict istio-known-fields circuit-breaker-values timeout-retry-budget retry-idempotent-only ' +
    'no-fault-with-retries virtualservice-complete authz-path-coverage request-authentication gateway-tls ' +
    'egress-registry-only probes resources pod-hardening secrets-by-ref ports-not-public availability kong-valid ' +
    'kong-rate-limit kong-auth kong-route-explicit alert-expr',
}

/** All of them, as the catalogue writes them: `oas-operation-id`. */
export const catalogueNames: ReadonlySet<string> = new Set(
  Object.entries(catalogue).flatMap(([prefix, names]) => names.split(' ').map(name => `${prefix}-${name}`)),
)
