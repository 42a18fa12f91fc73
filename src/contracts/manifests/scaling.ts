import type {Resource} from './model.js'

/** Whether an autoscaler says how many pods a resource has. */
export function isScaledBy(resource: Resource, scaler: Resource): boolean {
  const target = scaler.member('spec', 'scaleTargetRef')
  return (
    target !== undefined &&
    scaler.namespace === resource.namespace &&
    // KEDA leaves the kind out for a Deployment.
    (target.get('kind')?.text ?? 'Deployment') === resource.kind &&
    target.get('name')?.text === resource.name
  )
}
