import {gitEnvironment} from './git.js'
import {runForLines} from './process-lines.js'

/** What is checked out in a folder. */
export interface GitHead {
  /** The commit in 40 hexadecimal digits; undefined outside of a repository and before the first commit. */
  readonly commit: string | undefined
  /** Undefined when no branch is checked out, as pipelines do it. */
  readonly branch: string | undefined
  /** Whether files that git knows differ from the commit. */
  readonly dirty: boolean
}

export async function readGitHead(folder: string, signal: AbortSignal): Promise<GitHead> {
  const git = async (...words: string[]): Promise<readonly string[] | undefined> => {
    const lines: string[] = []
    const {code} = await runForLines('git', words, {cwd: folder, env: gitEnvironment(), signal}, line => {
      if (line !== '') lines.push(line)
    })
    return code === 0 ? lines : undefined
  }
  const [commit, branch, changes] = await Promise.all([
    git('rev-parse', '--verify', '--quiet', 'HEAD'),
    git('symbolic-ref', '--quiet', '--short', 'HEAD'),
    git('status', '--porcelain', '--untracked-files=no'),
  ])
  return {commit: commit?.[0], branch: branch?.[0], dirty: (changes?.length ?? 0) > 0}
}
