import {ApiError} from '../errors/api-error.js'
import {versionOfTag} from './entity-tag.js'

/** The version that a caller has read and means to change, and how it said so. */
export interface ExpectedVersion {
  readonly version: number | 'any'
  readonly from: 'body' | 'If-Match'
}

export interface VersionSources {
  readonly body?: number | undefined
  readonly ifMatch?: string | undefined
}

/** Without a version an update could silently undo somebody else's: there is no update without one. */
export function expectedVersion({body, ifMatch}: VersionSources): ExpectedVersion {
  const tag = ifMatch === undefined ? undefined : versionOfTag(ifMatch)
  if (body !== undefined && tag !== undefined && tag !== 'any' && tag !== body) {
    throw new ApiError('VALIDATION_FAILED', '"version" and If-Match name different versions.', {field: 'version'})
  }
  if (body !== undefined) return {version: body, from: 'body'}
  if (tag !== undefined) return {version: tag, from: 'If-Match'}
  throw new ApiError('VALIDATION_FAILED', '"version" is required: send the version that you read.', {field: 'version'})
}

/** Somebody else was faster. A version in the body is a conflict of states; If-Match is a condition that is not met. */
export function versionConflict(expected: ExpectedVersion, currentVersion: number): ApiError {
  const code = expected.from === 'body' ? 'VERSION_CONFLICT' : 'PRECONDITION_FAILED'
  return new ApiError(code, 'It was changed by somebody else in the meantime. Read it again.', {
    details: {expectedVersion: expected.version, currentVersion},
  })
}
