import {BaseSequencer, type TestSpecification} from 'vitest/node'

/**
 * Files that make whole projects go first, as each of them takes minutes: a worker that began one of them last would
 * still work when the other has nothing left. What vitest knows of earlier runs, which a clean checkout has not, orders
 * the rest.
 */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const makesProjects = ({moduleId}: TestSpecification): boolean => moduleId.includes('/test/templates/')
    return [...sorted.filter(makesProjects), ...sorted.filter(file => !makesProjects(file))]
  }
}
