/** What a state needs to be brought about through the service's own interface. */
export interface StateScene {
  readonly providerUrl: string
  token(scopes: readonly string[]): Promise<string>
  /** The scopes of the caller in the interactions that follow; undefined gives all of them. */
  allow(scopes: readonly string[] | undefined): void
}

export type StateHandler =
  | (() => Promise<void>)
  | {readonly setup: () => Promise<void>; readonly teardown: () => Promise<void>}

/** The handlers of one kind of interface, by the state that consumers speak of. */
export type PactStates = (scene: StateScene) => Readonly<Record<string, StateHandler>>
