// Takes spans and throws them away.
import {createServer} from 'node:http'

const server = createServer((request, response) => {
  request.resume().once('end', () => response.writeHead(200, {'content-type': 'application/json'}).end('{}'))
})
server.listen(0, '127.0.0.1', () => console.log(`"Server listening at http://127.0.0.1:${server.address().port}"`))
