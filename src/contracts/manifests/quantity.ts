/** What the suffixes of Kubernetes stand for. */
const factors: Readonly<Record<string, number>> = {
  '': 1,
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
}

/** A quantity of Kubernetes such as `250m`, `1.5Gi` or `2e3` as a number of cores or bytes; undefined when it is none. */
export function quantity(text: string | undefined): number | undefined {
  const [, number, suffix = ''] = /^([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)([A-Za-z]{0,2})$/.exec(text ?? '') ?? []
  const factor = Object.hasOwn(factors, suffix) ? factors[suffix] : undefined
  return number === undefined || factor === undefined ? undefined : Number(number) * factor
}
