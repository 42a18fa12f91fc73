import type {Policy} from './platform/auth/policy.js'

/**
 * What gateway.yaml may name under `policy`: decisions by attributes, after scopes and roles. Only `true` lets a request pass;
 * what a policy throws, or when it takes longer than a second, is 503 and no refusal.
 *
 *     'own-department': ({identity, url}) =>
 *       url.startsWith(`/api/v1/departments/${String(identity?.claims?.['department'])}/`),
 */
export const policies: Readonly<Record<string, Policy>> = {}
