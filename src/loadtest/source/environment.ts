import {MeshError} from '../../core/errors.js'

/** A text with each `${NAME}` replaced from the environment; `subject` begins the complaint about one that is not set. */
export function filledFromEnvironment(text: string, subject: string): string {
  return text.replaceAll(/\$\{(\w+)\}/g, (_, variable: string) => {
    const found = process.env[variable]
    if (found !== undefined && found !== '') return found
    throw new MeshError(
      `${subject} needs the environment variable "${variable}", which is not set.`,
      `Set it: ${variable}=… mesh loadtest …`,
    )
  })
}
