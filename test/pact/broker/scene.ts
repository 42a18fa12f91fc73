import {afterEach, beforeEach} from 'vitest'
import {Project} from '../mesh.js'
import {type SmallBroker, startSmallBroker} from './small-broker.js'

/** What a test of a file has: a broker that knows nothing yet, and an empty project. */
export interface Scene {
  readonly broker: SmallBroker
  readonly project: Project
}

/** Gives each test of a file a scene of its own; its members may be read within a test only. */
export function brokerScene(): Scene {
  let scene: Scene | undefined
  beforeEach(async () => {
    scene = {broker: await startSmallBroker(), project: new Project()}
  })
  afterEach(async () => {
    scene?.project.remove()
    await scene?.broker.close()
  })
  const present = () => {
    if (!scene) throw new Error('There is a scene within a test only.')
    return scene
  }
  return {
    get broker() {
      return present().broker
    },
    get project() {
      return present().project
    },
  }
}
