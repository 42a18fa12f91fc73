// The cheapest target that Node can be: the same bytes for each request, so that the generator is what is measured.
import {createServer} from 'node:net'

const answer = Buffer.from('HTTP/1.1 200 OK\r\nContent-Length: 11\r\nContent-Type: application/json\r\n\r\n{"data":[]}')

const server = createServer({noDelay: true}, socket => {
  socket.on('error', () => {})
  socket.on('data', chunk => {
    // Requests without a body end in an empty line; the generators send one at a time.
    let requests = 0
    for (let at = chunk.indexOf('\r\n\r\n'); at !== -1; at = chunk.indexOf('\r\n\r\n', at + 4)) requests++
    count(requests)
    for (; requests > 0; requests--) socket.write(answer)
  })
})
// How many requests came in each 10 ms, from the first of a run on, which is the one behind the pre-flight.
let windows = []
let start
let isAsked = false

function count(requests) {
  if (start === undefined && !isAsked) {
    isAsked = true
    return
  }
  start ??= performance.now()
  const window = Math.floor((performance.now() - start) / 10)
  while (windows.length <= window) windows.push(0)
  windows[window] += requests
}

process.on('message', word => {
  // The last window is not a whole one.
  if (word === 'end') process.send(windows.slice(0, -1))
  windows = []
  start = undefined
  isAsked = false
})

server.listen(0, '127.0.0.1', () => process.send(server.address().port))
process.on('disconnect', () => process.exit())
