import {existsSync} from 'node:fs'
import {type Browser, chromium} from 'playwright-core'
import {test} from 'vitest'

const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync)

/** Skips, and says what, where no browser is installed; where services are required that fails instead. */
export const testInBrowser = test.skipIf(executablePath === undefined && process.env['MESH_REQUIRE_SERVICES'] !== '1')

export function openBrowser(): Promise<Browser> {
  if (executablePath === undefined)
    throw new Error('No Chromium is installed: the pages of reports were not looked at.')
  // Root, as in containers, may not have a sandbox; nothing is looked up in the network.
  const args = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update']
  return chromium.launch({executablePath, args})
}
