import type {WorkItemRepository} from '../../src/work-items/work-item-repository.js'

/** A storage that the tests of repositories can use. */
export interface TestStore {
  readonly name: string
  /** What is not there on this machine, so that the tests are skipped. */
  readonly missing?: string | undefined
  prepare(): Promise<{
    /** A repository with nothing in it. */
    empty(): Promise<WorkItemRepository>
    close(): Promise<void>
  }>
}
