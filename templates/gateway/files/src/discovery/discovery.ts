/** One running copy of a service. */
export interface Instance {
  /** Scheme, address and port: where connections go. */
  readonly origin: string
  /** `host:port` of the service, for the Host header; with TLS, also the name that its certificate must have. */
  readonly host: string
  /** Share of the work compared to the other instances. */
  readonly weight: number
}

/** Finds the instances of a service. */
export interface Discovery {
  /** Tells all instances as soon as they are known, and again after every change. Called once. */
  watch(listener: (instances: readonly Instance[]) => void): void
  close(): Promise<void>
}
