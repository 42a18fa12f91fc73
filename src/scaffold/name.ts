import validateNpmName from 'validate-npm-package-name'
import {MeshError} from '../core/errors.js'

/** A name is an npm package, a DNS label and a folder at once: this says which rule of them a name breaks, if any. */
export function complaintAbout(name: string): string | undefined {
  if (name === '') return 'it is empty'
  if (name === '.' || name === '..' || /[/\\]/.test(name)) return 'it is a path, not a name'
  if (/[A-Z]/.test(name)) return 'it has upper-case letters, and names of npm packages and hosts have none'
  if (/[^a-z0-9-]/.test(name)) {
    const character = [...name].find(each => !/[a-z0-9-]/.test(each))
    return `it has "${character}" in it; a host name has letters a to z, digits and hyphens only`
  }
  if (name.startsWith('-') || name.endsWith('-')) return 'a host name begins and ends with a letter or a digit'
  if (name.length > 63) return `it has ${name.length} characters, and a label of a host name has at most 63`
  if (windowsDevices.test(name)) return 'it is the name of a device on Windows, where no folder can be called so'
  const {validForNewPackages, errors = [], warnings = []} = validateNpmName(name)
  return validForNewPackages ? undefined : `npm refuses it: ${[...errors, ...warnings].join(', ')}`
}

/** Throws a sentence with the rule that the name breaks and a name that keeps it. */
export function validateName(name: string): void {
  const complaint = complaintAbout(name)
  if (complaint === undefined) return
  const better = mended(name)
  throw new MeshError(
    `"${name}" cannot be the name: ${complaint}.`,
    [
      better === undefined ? 'Choose letters, digits and hyphens, such as "payment-methods".' : `Try "${better}".`,
      /[/\\]/.test(name) ? ' Choose the folder with --dir.' : '',
    ].join(''),
  )
}

/** The nearest name that keeps all rules. */
export function mended(name: string): string | undefined {
  const label = name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2')
    .normalize('NFKD')
    .replaceAll(/\p{Mark}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 63)
    .replaceAll(/^-+|-+$/g, '')
  return [label, `${label}-service`].find(candidate => label !== '' && complaintAbout(candidate) === undefined)
}

const windowsDevices = /^(?:con|prn|aux|nul|com\d|lpt\d)$/
