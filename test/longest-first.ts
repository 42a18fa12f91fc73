import {BaseSequencer, type TestSpecification} from 'vitest/node'

/** Files that make ten projects each. */
const long = /\/test\/templates\/(pairs|options\/(with|messaging))\.test\.ts$/

/**
 * Files that take minutes go first: a worker that began one of them last would still work when the others have nothing
 * left. What vitest knows of earlier runs, which a clean checkout has not, orders the rest.
 */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const isLong = ({moduleId}: TestSpecification): boolean => long.test(moduleId)
    return [...sorted.filter(isLong), ...sorted.filter(file => !isLong(file))]
  }
}
