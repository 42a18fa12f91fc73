/** What is asked of a cluster beside the load itself. */
export interface ClusterRequest {
  readonly workers: number
  readonly image: string | undefined
  readonly namespace: string | undefined
  /** Of each worker, in the units of Kubernetes. */
  readonly cpu: string
  readonly memory: string
}
