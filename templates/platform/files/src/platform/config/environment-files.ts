import {existsSync} from 'node:fs'

/** Settings of this machine, then those of every developer; what is set already stays. Production reads neither. */
export function loadEnvironmentFiles(): void {
  if (process.env['NODE_ENV'] === 'production') return
  for (const file of ['.env', '.env.development']) if (existsSync(file)) process.loadEnvFile(file)
}
