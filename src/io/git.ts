import {type Ended, runProcess} from './process.js'

/** Makes `folder` a repository with everything in it committed. What stands against it is told in a sentence. */
export async function beginRepository(
  folder: string,
  message: string,
  signal: AbortSignal,
): Promise<{readonly committed: boolean; readonly note?: string}> {
  const git = (...words: string[]) =>
    runProcess('git', words, {cwd: folder, env: gitEnvironment(), signal, timeout: 30_000})
  const inside = await git('rev-parse', '--is-inside-work-tree')
  if (inside.state === 'missing') return refused('git is not installed, so no repository was made.')
  if (inside.code === 0) return refused('The folder is in a git repository already, so none was made.')
  const preferred = await git('config', '--get', 'init.defaultBranch')
  const begun = await git('init', '-q', ...(preferred.code === 0 ? [] : ['-b', 'main']))
  if (begun.code !== 0) return refused(`git could not make a repository: ${lastLine(begun)}`)
  const added = await git('add', '-A')
  if (added.code !== 0) return refused(`git could not add the files: ${lastLine(added)}`)
  const committed = await git('commit', '-q', '-m', message)
  if (committed.code === 0) return {committed: true}
  const why = /tell me who you are|empty ident|auto-detect email/i.test(committed.output)
    ? 'git does not know your name; set user.name and user.email.'
    : lastLine(committed)
  return refused(`The files are added to git but not committed: ${why}`)
}

function refused(note: string) {
  return {committed: false, note}
}

function lastLine({output, state}: Ended): string {
  const line = output.trim().split('\n').at(-1) ?? ''
  return state === 'timed-out' ? 'it took too long.' : `${line.replace(/[.\s]*$/, '')}.`
}

/** Inside of a git hook these variables name the repository of the hook; ours is another. */
export function gitEnvironment(): NodeJS.ProcessEnv {
  const ours = Object.entries(process.env).filter(
    ([name]) => !/^GIT_(DIR|WORK_TREE|INDEX_FILE|PREFIX|COMMON_DIR|OBJECT_DIRECTORY)$/.test(name),
  )
  return {...Object.fromEntries(ours), LC_ALL: 'C', GIT_TERMINAL_PROMPT: '0'}
}
