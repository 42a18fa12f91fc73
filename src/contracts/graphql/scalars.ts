import type {ApiType} from '../shared/model.js'

/** What usual scalars are; of all others nobody knows. */
const scalarTypes: Readonly<Record<string, readonly ApiType[]>> = {
  String: ['string'],
  ID: ['string'],
  Int: ['integer'],
  Float: ['number'],
  Boolean: ['boolean'],
  DateTime: ['string', 'timestamp'],
  Date: ['string'],
  Time: ['string'],
  Long: ['integer'],
  BigInt: ['integer'],
  Decimal: ['number'],
  BigDecimal: ['number'],
}

/** What the values of a scalar are; nothing for one that nobody knows. */
export function scalarTypesOf(name: string): readonly ApiType[] {
  return Object.hasOwn(scalarTypes, name) ? (scalarTypes[name] ?? []) : []
}
