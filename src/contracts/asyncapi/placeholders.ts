/** The names in braces of an address or a URL: `region` of `orders.{region}`; one of nothing is left out. */
export function namesInBraces(text: string): readonly string[] {
  return [...text.matchAll(/\{([^{}]+)\}/g)].map(([, name = '']) => name)
}
