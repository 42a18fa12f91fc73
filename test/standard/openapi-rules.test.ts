import {expect, test} from 'vitest'
import {ruleIds} from '../../src/contracts/rules.js'
import {catalogueNameOf, ruleIdOf} from '../../src/standard/catalogue.js'

/** The names that the catalogue of the standard gives to its rules about OpenAPI and webhooks. */
const names = `oas-document-info oas-operation-id oas-path-versioned oas-single-major-version oas-no-version-header
  oas-deprecation-headers oas-path-style oas-path-no-verbs oas-request-id oas-client-headers
  oas-no-reserved-header-params oas-no-internal-headers oas-json-media-type oas-envelope-success oas-envelope-meta
  oas-envelope-error oas-api-error-shape oas-error-codes-listed oas-retryable-matches-status oas-no-leaky-error-fields
  oas-status-codes-allowed oas-method-success-status oas-required-error-responses oas-created-location
  oas-accepted-job oas-body-placement oas-list-paginated oas-pagination-shape oas-pagination-limits
  oas-idempotency-key oas-security-required oas-security-schemes oas-oauth2-flows oas-https-servers
  oas-rate-limit-headers oas-too-many-requests oas-rate-limit-policy oas-health-endpoints oas-request-closed-schema
  oas-input-bounds oas-cache-private webhook-signature-headers webhook-event-type-header webhook-payload-shape
  webhook-retry-policy webhook-response-codes webhook-https-callback`.split(/\s+/)

test.each(names)('%s is there', name => {
  expect(ruleIds).toContain(ruleIdOf(name))
  expect(catalogueNameOf(ruleIdOf(name))).toBe(name)
})
