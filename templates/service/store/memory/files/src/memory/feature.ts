import {defineFeature} from '../feature.js'
import {exampleWorkItems} from '../work-items/example-work-items.js'
import {createMemoryWorkItemRepository} from '../work-items/memory-work-item-repository.js'

/** Work items live as long as the process. */
export const memory = defineFeature({
  provide: async ({settings}) => ({
    workItemRepository: createMemoryWorkItemRepository(settings.EXAMPLE_DATA ? exampleWorkItems : []),
  }),
})
