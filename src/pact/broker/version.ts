import {MeshError} from '../../core/errors.js'
import {readGitHead} from '../../io/git-head.js'

/** A version of a consumer or provider, as the broker is to know it. */
export interface ApplicationVersion {
  readonly number: string
  readonly branch: string | undefined
  /** The page of the build that tells about it. */
  readonly buildUrl: string | undefined
}

/** What was said of the version; the rest is taken from git and from the pipeline. */
export interface VersionWish {
  readonly number: string | undefined
  readonly branch: string | undefined
  readonly buildUrl: string | undefined
  /** Whether changes that are not committed are no obstacle. */
  readonly allowDirty: boolean
  /** The flag that gives the number, for the hint. */
  readonly flag: string
  readonly folder: string
  readonly env: Readonly<Record<string, string | undefined>>
}

/**
 * The number of a version is its commit unless one is given: what a broker knows by it must never change, so a working
 * tree that differs from the commit is refused.
 */
export async function applicationVersion(wish: VersionWish, signal: AbortSignal): Promise<ApplicationVersion> {
  const head = await readGitHead(wish.folder, signal)
  const buildUrl = wish.buildUrl ?? buildUrlOf(wish.env)
  const branch = wish.branch ?? branchOf(wish.env) ?? head.branch
  if (wish.number !== undefined) return {number: wish.number, branch, buildUrl}
  if (head.commit === undefined)
    throw new MeshError('It is not said which version this is, and there is no commit.', `Give it with ${wish.flag}.`)
  if (head.dirty && !wish.allowDirty)
    throw new MeshError(
      `The working tree differs from commit ${head.commit.slice(0, 8)}, so that is not its version.`,
      `Commit the changes, give a version with ${wish.flag}, or use --allow-dirty.`,
    )
  return {number: head.commit, branch, buildUrl}
}

/** The version that was given, or the commit: of what was published before, so changes since then do not matter. */
export async function knownVersion(given: string | undefined, folder: string, signal: AbortSignal): Promise<string> {
  const wish = {
    number: given,
    branch: undefined,
    buildUrl: undefined,
    allowDirty: true,
    flag: '--version',
    folder,
    env: {},
  }
  return (await applicationVersion(wish, signal)).number
}

/**
 * The branch that a pipeline builds, which is not checked out there by its name: GitHub Actions (of a pull request
 * first), GitLab, Bitbucket, CircleCI, Azure, Buildkite, Jenkins.
 */
function branchOf(env: VersionWish['env']): string | undefined {
  const names = ['GITHUB_HEAD_REF', 'GITHUB_REF_NAME', 'CI_MERGE_REQUEST_SOURCE_BRANCH_NAME', 'CI_COMMIT_BRANCH']
  const more = ['BITBUCKET_BRANCH', 'CIRCLE_BRANCH', 'BUILD_SOURCEBRANCHNAME', 'BUILDKITE_BRANCH', 'BRANCH_NAME']
  if (env['GITHUB_REF_TYPE'] === 'tag') return undefined
  return [...names, ...more].map(name => env[name]).find(value => value !== undefined && value !== '')
}

function buildUrlOf(env: VersionWish['env']): string | undefined {
  const {GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: run} = env
  if (server && repository && run) return `${server}/${repository}/actions/runs/${run}`
  return env['CI_JOB_URL'] ?? env['BUILD_URL'] ?? env['CIRCLE_BUILD_URL'] ?? env['BUILDKITE_BUILD_URL']
}
