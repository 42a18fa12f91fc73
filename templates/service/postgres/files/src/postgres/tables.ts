/**
 * The tables of this service, by name. Each part declares its own where it uses them:
 *
 *     declare module '../postgres/tables.js' {
 *       interface Tables {
 *         readonly parcels: ParcelTable
 *       }
 *     }
 */
// biome-ignore lint/suspicious/noEmptyInterface: others add to it.
export interface Tables {}
