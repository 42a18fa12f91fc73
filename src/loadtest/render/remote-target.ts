import {MeshError} from '../../core/errors.js'
import type {Project} from '../planned-load.js'
import {type DescribedTarget, describeTarget} from '../target/target.js'

/** A target that pods can load: in each of them, this machine would be the pod itself. */
export function remoteTarget(text: string, {config}: Project): DescribedTarget {
  const target = describeTarget(text, config.loadtest.targets)
  if (target.name !== undefined && !target.isLocal) return target
  throw new MeshError(
    target.isLocal
      ? `"${target.origin}" is another machine in each pod.`
      : `"${target.origin}" is to be loaded by its name in mesh.yaml.`,
    'Name the target below "loadtest.targets" in mesh.yaml, with the address that it has in the cluster.',
  )
}
