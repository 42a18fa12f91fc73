/** The environment for a process that loads Pact: no telemetry, and no proxy on the way to this machine. */
export function withoutTelemetry(own: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const around = `${own.NO_PROXY ?? own.no_proxy ?? ''},127.0.0.1,localhost,::1`.replace(/^,/, '')
  return {...own, PACT_DO_NOT_TRACK: 'true', SCARF_ANALYTICS: 'false', NO_PROXY: around, no_proxy: around}
}
