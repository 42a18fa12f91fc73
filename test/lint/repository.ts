import {execFileSync} from 'node:child_process'

/** Runs git with a name of its own in a folder. */
export function git(folder: string, ...words: string[]): void {
  const settings = [
    'user.name=Test',
    'user.email=test@example.com',
    'commit.gpgsign=false',
    'protocol.file.allow=always',
  ]
  const named = settings.flatMap(each => ['-c', each])
  execFileSync('git', [...named, ...words], {cwd: folder, stdio: 'pipe'})
}

/** Commits all that is in a folder. */
export function commit(folder: string): void {
  git(folder, 'add', '-A')
  git(folder, 'commit', '-q', '-m', 'Change')
}
