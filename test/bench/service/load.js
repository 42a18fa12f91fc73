// Sends requests with autocannon in a process of its own; prints how many were answered, and how.
import autocannon from 'autocannon'

const {url, seconds, amount, rate, headers, method = 'GET', body} = JSON.parse(process.argv[2])
const result = await autocannon({
  url,
  headers,
  method,
  body,
  connections: rate === undefined ? 50 : 10,
  // So many requests, or as many as there are in that time.
  ...(amount === undefined ? {duration: seconds} : {amount}),
  ...(rate !== undefined && {overallRate: rate}),
})
const {requests, latency, non2xx, errors} = result
console.log(
  JSON.stringify({
    answers: requests.total,
    average: latency.average,
    p99: latency.p99,
    wrong: non2xx + errors,
  }),
)
