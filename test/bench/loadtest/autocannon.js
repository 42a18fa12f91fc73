// autocannon by itself, in a process of its own: what it sends, and what that costs.
import autocannon from 'autocannon'

const {url, connections, seconds} = JSON.parse(process.argv[2])
const before = process.cpuUsage()
const result = await autocannon({url, connections, duration: seconds})
const {user, system} = process.cpuUsage(before)
process.stdout.write(
  JSON.stringify({requests: result.requests.total, processorSeconds: (user + system) / 1e6, seconds: result.duration}),
)
