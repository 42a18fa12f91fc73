import {MeshError} from '../../core/errors.js'

/** The environment to deploy to; undefined when the question is about a merge. */
export function deployGoal(environment: string | undefined, toMain: boolean): string | undefined {
  if (environment === undefined && !toMain)
    throw new MeshError(
      'It is not said where the version is to go.',
      'Use --to-environment with a name such as production, or --to-main before a merge.',
    )
  return environment
}
