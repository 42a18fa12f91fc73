import {spawnSync} from 'node:child_process'
import {readdirSync, readFileSync} from 'node:fs'
import {setTimeout as pause} from 'node:timers/promises'

/**
 * Ends a process and all of its group: first politely, and with SIGKILL when something of it is still there after
 * `grace` milliseconds. `leader` is the id of the process that leads the group.
 */
export async function stopGroup(leader: number, grace: number): Promise<void> {
  if (process.platform === 'win32') {
    spawnSync('taskkill', ['/pid', String(leader), '/t', '/f'])
    return
  }
  if (!signalGroup(leader, 'SIGTERM')) return
  for (const deadline = performance.now() + grace; performance.now() < deadline; await pause(20))
    if (!groupIsAlive(leader)) return
  signalGroup(leader, 'SIGKILL')
  for (const deadline = performance.now() + 2000; performance.now() < deadline && groupIsAlive(leader); )
    await pause(10)
}

/** Ends a process and all of its group at once. */
export function killGroup(leader: number): void {
  if (process.platform === 'win32') spawnSync('taskkill', ['/pid', String(leader), '/t', '/f'])
  else signalGroup(leader, 'SIGKILL')
}

/** False when there is nobody in the group. */
function signalGroup(leader: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(-leader, name)
  } catch {
    return false
  }
}

/**
 * Ended processes that nobody has collected still take signals. In a container whose first process does not collect
 * them they stay for ever, so on Linux the state of each process is looked at.
 */
function groupIsAlive(leader: number): boolean {
  if (!signalGroup(leader, 0)) return false
  if (process.platform !== 'linux') return true
  return readdirSync('/proc').some(entry => /^\d+$/.test(entry) && isLiveMember(entry, leader))
}

function isLiveMember(id: string, leader: number): boolean {
  try {
    // `pid (name) state parent group …`; the name may hold blanks and parentheses.
    const [state, , group] = readFileSync(`/proc/${id}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')
    return group === String(leader) && state !== 'Z' && state !== 'X'
  } catch {
    // It ended between the listing and the reading.
    return false
  }
}
