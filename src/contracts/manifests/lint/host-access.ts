import {lintRule, type Workload} from '../model.js'

export default lintRule({
  summary: 'Disallow pods that reach into their node: its network, its processes, its files, its container runtime',
  why: 'Whoever breaks into such a pod has the node, and from there every pod on it with all of their secrets.',
  fix: 'Do without, or keep such an agent in a namespace of its own and exempt it with the reason.',
  severity: 'error',
  security: 'critical',
  presets: ['standard', 'recommended'],
  examples: {
    valid: [
      `
apiVersion: apps/v1
kind: Deployment
metadata: {name: orders}
spec:
  template:
    spec:
      hostNetwork: false
      containers: [{name: api, securityContext: {capabilities: {drop: [ALL], add: [NET_BIND_SERVICE]}}}]
      volumes: [{name: tmp, emptyDir: {}}]
`,
      `
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: logs}
spec:
  template:
    spec:
      containers: [{name: agent}]
      volumes: [{name: logs, hostPath: {path: /var/log/pods}}] # Nothing that steers the node.
`,
    ],
    invalid: [
      `
apiVersion: apps/v1
kind: Deployment
metadata: {name: orders}
spec:
  template:
    spec:
      hostNetwork: true # want: Deployment "orders" runs with "hostNetwork": it is a process of its node.
      hostPID: true # want: Deployment "orders" runs with "hostPID": it is a process of its node.
      containers:
        - name: api
          securityContext:
            capabilities:
              add: [SYS_ADMIN] # want: Container "api" of Deployment "orders" has "SYS_ADMIN", which is as good as root on the node.
`,
      `
apiVersion: batch/v1
kind: CronJob
metadata: {name: build}
spec:
  jobTemplate:
    spec:
      template:
        spec:
          containers: [{name: build}]
          volumes:
            - {name: runtime, hostPath: {path: /var/run/docker.sock}} # want: CronJob "build" gets "/var/run/docker.sock" of its node.
            - {name: all, hostPath: {path: /}} # want: CronJob "build" gets "/" of its node.
`,
    ],
  },

  check({document: {workloads}}, report) {
    for (const workload of workloads) checkPod(workload, report)
  },
})

/** What steers a node, and folders that hold it. */
const steering =
  /^\/(?:$|(?:var\/)?run\/?$|(?:.*\/)?(?:docker|containerd|crio)[^/]*\.sock$|etc(?:\/|$)|proc|sys(?:\/|$)|root(?:\/|$)|boot|dev(?:\/|$)|usr(?:\/|$)|var\/lib\/(?:kubelet|docker|etcd))/

const asRoot = new Set(['ALL', 'SYS_ADMIN', 'SYS_PTRACE', 'SYS_MODULE', 'NET_ADMIN', 'DAC_READ_SEARCH', 'BPF'])

function checkPod({resource: {title}, pod, containers}: Workload, report: Report): void {
  for (const key of ['hostNetwork', 'hostPID', 'hostIPC']) {
    const node = pod.get(key)
    if (node?.value === true) report(node, `${title} runs with "${key}": it is a process of its node.`)
  }
  for (const volume of pod.get('volumes')?.children() ?? []) {
    const path = volume.at('hostPath', 'path')
    if (path && steering.test(path.shown)) report(path, `${title} gets "${path.shown}" of its node.`)
  }
  for (const {title: container, node} of containers)
    for (const capability of node.at('securityContext', 'capabilities', 'add')?.children() ?? [])
      if (asRoot.has(capability.shown.replace(/^CAP_/, '')))
        report(capability, `${container} has "${capability.shown}", which is as good as root on the node.`)
}

type Report = Parameters<ReturnType<typeof lintRule>['check']>[1]
