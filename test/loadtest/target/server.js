// A target with known behaviour, in a process of its own: generator and target must not share an event loop.
// Started by target.ts with fork(); its behaviour is the JSON in the first argument.
import {readFileSync} from 'node:fs'
import {createServer} from 'node:http'
import {createServer as createTlsServer} from 'node:https'
import {createServer as createSocketServer} from 'node:net'
import {monitorEventLoopDelay} from 'node:perf_hooks'

const {delay = 0, slow, stall, bucket, dropEvery, status = 200, statuses = {}, raw, tls} = JSON.parse(process.argv[2])

const pause = monitorEventLoopDelay({resolution: 1})
const arrivals = []
/** How long each answer really took, in milliseconds. */
const took = []
const paths = {}
const headers = []
let drops = 0
let connections = 0
let tokens = bucket?.burst ?? 0
let filledAt

function answer(request, response) {
  // The pre-flight comes before the run, which begins with the second request.
  const now = performance.now()
  arrivals.push(now)
  paths[request.url] = (paths[request.url] ?? 0) + 1
  if (headers.length < 3) headers.push(request.headers)
  if (stall && arrivals.length === 2) setTimeout(hold, stall.after, stall.length)
  if (dropEvery && arrivals.length % dropEvery === 0) {
    drops++
    request.socket.destroy()
    return
  }
  if (bucket && !take(now)) {
    response.writeHead(429, {'retry-after': '1'}).end('{}')
    return
  }
  const path = request.url.split('?')[0]
  const send = () => {
    if (path === '/early-hints') response.writeEarlyHints({link: '</a.css>; rel=preload'})
    if (path === '/redirect') response.writeHead(302, {location: '/ok'})
    else if (path === '/never') return
    else if (path === '/endless') {
      response.write('a')
      return
    } else response.writeHead(statuses[path] ?? status, {'content-type': 'application/json'})
    response.end(request.method === 'HEAD' ? undefined : '{"data":[]}')
    took.push(performance.now() - now)
  }
  const wait = slow && arrivals.length > slow.after ? slow.delay : delay
  if (wait === 0) send()
  else setTimeout(send, wait)
}

/** Answers nothing for a while, without using the processor. */
function hold(milliseconds) {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds)
}

function take(now) {
  filledAt ??= now
  tokens = Math.min(bucket.burst, tokens + ((now - filledAt) / 1000) * bucket.rate)
  filledAt = now
  if (tokens < 1) return false
  tokens--
  return true
}

/** Says what it is told to for each request, whether that is HTTP or not. */
function rawServer() {
  return createSocketServer(socket => {
    socket.on('error', () => {})
    let received = ''
    socket.on('data', chunk => {
      received += chunk
      for (let end = received.indexOf('\r\n\r\n'); end !== -1; end = received.indexOf('\r\n\r\n')) {
        received = received.slice(end + 4)
        arrivals.push(performance.now())
        socket.write(raw.answer)
        if (raw.close) socket.end()
      }
    })
  })
}

const server = raw
  ? rawServer()
  : tls
    ? createTlsServer({key: readFileSync(tls.key), cert: readFileSync(tls.cert)}, answer)
    : createServer(answer)

server.on('connection', () => connections++)
server.listen(0, '127.0.0.1', () => {
  pause.enable()
  process.send({port: server.address().port})
})

process.on('message', wanted => {
  if (typeof wanted === 'number') tellWhen(wanted)
  else tellAll()
})

/** Says when so many requests have arrived. */
function tellWhen(wanted) {
  if (arrivals.length >= wanted) process.send('received')
  else setTimeout(tellWhen, 10, wanted)
}

function tellAll() {
  process.send({arrivals, took, paths, headers, drops, connections, slowest: pause.max / 1e6}, () => process.exit())
}

process.on('disconnect', () => process.exit())
