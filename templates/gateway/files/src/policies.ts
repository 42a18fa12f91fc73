import type {Policy} from './platform/auth/policy.js'

/**
 * What gateway.yaml may name under `policy`: decisions by attributes, after scopes and roles. Only `true` lets a request pass.
 * A policy may throw a refusal (403) with a code of its own, such as HIGH_RISK_BLOCKED; anything else that it throws, or when it
 * takes longer than a second, is 503 and no fault of the caller's.
 *
 *     'own-department': ({identity, url}) =>
 *       url.startsWith(`/api/v1/departments/${String(identity?.claims?.['department'])}/`),
 */
export const policies: Readonly<Record<string, Policy>> = {}
