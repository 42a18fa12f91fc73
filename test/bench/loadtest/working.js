// A target that computes, or waits and computes; a number that is sent to it makes both take so many times as long.
import {pbkdf2Sync} from 'node:crypto'
import {createServer} from 'node:http'

let factor = 1

const compute = rounds => pbkdf2Sync('a', 'b', Math.round(rounds * factor), 32, 'sha256')

const server = createServer((request, response) => {
  const answer = () => response.writeHead(200, {'content-type': 'application/json'}).end('{"data":[]}')
  if (request.url === '/waiting') setTimeout(answer, 10 * factor)
  else {
    compute(4000)
    answer()
  }
})
server.listen(0, '127.0.0.1', () => process.send(server.address().port))
process.on('message', given => {
  factor = given
})
process.on('disconnect', () => process.exit())
